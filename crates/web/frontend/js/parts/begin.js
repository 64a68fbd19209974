/** Scrolls what is wider than the screen to where it begins: the middle of the element that data-begin names. */
export function scrollToBegin(box) {
  const start = box.querySelector(box.dataset.begin);
  if (!start || box.scrollWidth <= box.clientWidth) return;
  const [outer, inner] = [box.getBoundingClientRect(), start.getBoundingClientRect()];
  box.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
}
