// What public pages gain from a script; each works without it.
import { countCharacters } from "./parts/count.js";
import { focusSummary } from "./parts/summary.js";
import { showNearby } from "./parts/nearby.js";
import { printButtons } from "./parts/print.js";
import { ownWords } from "./parts/files.js";
import { scrollToBegin } from "./parts/begin.js";

for (const area of document.querySelectorAll("textarea[maxlength], textarea[data-max]")) countCharacters(area);
focusSummary(document.querySelector(".summary"));
showNearby(document.querySelector("[data-nearby]"));
printButtons(document.querySelectorAll("[data-print]"));
for (const input of document.querySelectorAll("input[type=file][data-choose]")) ownWords(input);
for (const box of document.querySelectorAll("[data-begin]")) scrollToBegin(box);
