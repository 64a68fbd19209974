// The icon sprite: our names on the left (what a thing means), the file of bootstrap-icons on the right (what it shows).
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const icons = {
  home: "house-door",
  raise: "chat-left-text",
  track: "search",
  matters: "card-list",
  figures: "bar-chart-line",
  programs: "diagram-3",
  map: "map",
  pin: "geo-alt",
  pinned: "geo-alt-fill",
  person: "person",
  people: "people",
  inbox: "inbox",
  mine: "person-check",
  due: "clock",
  late: "exclamation-circle",
  shared: "link-45deg",
  returned: "arrow-return-left",
  forward: "arrow-right",
  up: "arrow-up",
  down: "arrow-down",
  camera: "camera",
  letter: "envelope-paper",
  note: "pencil-square",
  done: "check2-circle",
  said: "chat-left",
  phone: "telephone",
  shield: "shield-lock",
  calendar: "calendar3",
  unit: "building",
  pack: "journal-text",
  account: "key",
  moderate: "eye",
  pause: "pause-circle",
  print: "printer",
  csv: "download",
  empty: "inboxes",
  rehearse: "arrow-repeat",
  star: "star",
};

/** One SVG with a symbol for each icon; a page shows one with <use href="…#name">. */
export function sprite() {
  const folder = fileURLToPath(new URL("node_modules/bootstrap-icons/icons/", import.meta.url));
  const symbols = Object.entries(icons).map(([name, file]) => {
    const drawing = readFileSync(`${folder}${file}.svg`, "utf8").replace(/\s+/g, " ").match(/<svg[^>]*>(.*)<\/svg>/)[1].trim();
    return `<symbol id="${name}" viewBox="0 0 16 16">${drawing}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}
