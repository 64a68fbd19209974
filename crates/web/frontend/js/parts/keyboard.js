/**
 * Single keys on the desk: `/` search, `j` and `k` along the list, Enter opens, `?` shows the list of keys.
 * Off while somebody types, with a modifier held, or when the account switched single keys off (data-keys="off").
 */
export function keyboard(page) {
  if (page.body.dataset.keys === "off") return;

  // Asked anew each time: filters put other rows in their place.
  const move = (by) => {
    const rows = [...page.querySelectorAll("[data-row]")];
    if (rows.length === 0) return;
    const marked = rows.findIndex((row) => row.classList.contains("at"));
    const at = Math.min(Math.max(marked + by, 0), rows.length - 1);
    rows.forEach((row, index) => row.classList.toggle("at", index === at));
    rows[at].querySelector("a").focus();
    rows[at].scrollIntoView({ block: "nearest" });
  };

  const keys = {
    "/": () => page.querySelector("#search")?.focus(),
    j: () => move(1),
    k: () => move(-1),
    "?": () => {
      const help = page.querySelector(".keys");
      if (help) help.hidden = !help.hidden;
    },
    Escape: () => {
      const help = page.querySelector(".keys");
      if (help) help.hidden = true;
    },
  };

  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
