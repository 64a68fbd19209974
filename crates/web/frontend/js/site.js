// What public pages gain from a script; each works without it.
import { countCharacters } from "./parts/count.js";
import { focusSummary } from "./parts/summary.js";
import { showNearby } from "./parts/nearby.js";
import { printButtons } from "./parts/print.js";

for (const area of document.querySelectorAll("textarea[maxlength], textarea[data-max]")) countCharacters(area);
focusSummary(document.querySelector(".summary"));
showNearby(document.querySelector("[data-nearby]"));
printButtons(document.querySelectorAll("[data-print]"));
