/** Shows the print buttons, which make sense only where a script can open the print window. */
export function printButtons(buttons) {
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
