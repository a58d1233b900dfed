// Small things that only help: everything works without them.
import { suggest } from "./suggest.js";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const form of document.querySelectorAll("form[data-suggest]")) suggest(form);

// a link to one point opens what hides it and shows where it is
const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (target) target.closest("details")?.setAttribute("open", "");

// what went wrong is read out first; a map wider than the screen starts in its middle
document.querySelector("[data-focus]")?.focus();
for (const frame of document.querySelectorAll("[data-middle]"))
  frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2;

const checked = document.querySelectorAll("form[data-recognise]");
if (checked.length) {
  const { recognise } = await import("./recognise.js");
  checked.forEach(recognise);
}

const lists = document.querySelectorAll("[data-points]");
const typed = document.querySelectorAll("form[data-autosave]");
if (typed.length) {
  const { autosave, points } = await import("./autosave.js");
  lists.forEach(points);
  typed.forEach(autosave);
}
