/**
 * While a matter is being written, fetches what others have raised about the same thing near the same place, as a
 * fragment of a page, once the category and the place are known. Without it the same list comes after sending.
 */
export function showNearby(box) {
  if (!box) return;
  const form = box.closest("form");
  let asked = "";
  const look = async () => {
    const data = new FormData(form);
    const query = new URLSearchParams();
    for (const name of ["kind", "category", "place", "pin"]) if (data.get(name)) query.set(name, data.get(name));
    const places = [...data].filter(([name, value]) => /^place\d$/.test(name) && value);
    if (places.length) query.set("place", places.at(-1)[1]);
    if (!query.get("category") || (!query.get("place") && !query.get("pin")) || query.toString() === asked) return;
    asked = query.toString();
    const answer = await fetch(`${box.dataset.nearby}?${query}`);
    if (answer.ok) box.innerHTML = await answer.text();
  };
  form.addEventListener("change", () => look().catch(() => {}));
}
