/**
 * Says under a text area how much may still be written. The words stand in the page in the reader's language:
 * data-left and data-over, with {n} for the number. Characters are counted as a reader counts them, not as UTF-16 units.
 */
export function countCharacters(area) {
  const max = Number(area.dataset.max);
  const line = document.getElementById(`${area.id}-left`);
  if (!max || !line) return;
  const say = () => {
    const left = max - [...area.value].length;
    const words = left < 0 ? line.dataset.over : line.dataset.left;
    line.textContent = words.replace("{n}", Math.abs(left).toLocaleString());
    line.classList.toggle("left-count--over", left < 0);
  };
  area.addEventListener("input", say);
  say();
}
