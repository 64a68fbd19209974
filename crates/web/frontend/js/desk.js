// What the desk gains from a script: partial updates and the keyboard. Each page works without it.
import "./parts/htmx.js";
import { keyboard } from "./parts/keyboard.js";

keyboard(document);
