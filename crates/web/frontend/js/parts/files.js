/** What is chosen, in our words: data-choose on the button, then data-none or data-chosen with {n} and {names}. */
export function chosenWords(input) {
  const names = [...input.files].map((file) => file.name);
  if (names.length === 0) return input.dataset.none;
  return input.dataset.chosen.replace("{n}", names.length).replace("{names}", () => names.join("、"));
}

/** Puts our button over the browser's own, whose words are in the language of the browser and not of the page. */
export function ownWords(input) {
  const box = document.createElement("div");
  box.className = "file";
  const button = document.createElement("span");
  button.className = "button button--quiet button--small";
  button.textContent = input.dataset.choose;
  const names = document.createElement("span");
  names.className = "file__names small muted";
  const say = () => { names.textContent = chosenWords(input); };
  input.replaceWith(box);
  // The control itself lies over the button, so that pressing, dropping and the keyboard work as ever.
  for (const part of [button, names]) part.setAttribute("aria-hidden", "true");
  box.append(button, names, input);
  input.addEventListener("change", say);
  say();
}
