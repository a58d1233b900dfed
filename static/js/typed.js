// Everything around typed text, for who may write. One file on a real site (core/web/static_bundle.py).
import { counter } from "./typed/counter.js";
import { isOffline, words } from "./typed/device.js";
import { takesText } from "./typed/fields.js";
import { points } from "./typed/points.js";
import { queueForm, startQueue } from "./typed/queue.js";
import { keepTyped } from "./typed/typing.js";
import { guardSigningOut, settle } from "./typed/unsent.js";

const posts = [...document.querySelectorAll("main form[method=post]")].filter(
  (form) => form.elements._receipt && !("returned" in form.dataset),
);
settle();
startQueue();
document.querySelectorAll("form[data-signing-out]").forEach(guardSigningOut);
document.querySelectorAll("[data-limit]").forEach(counter);
document.querySelectorAll("[data-points]").forEach(points);
posts.filter((form) => "queue" in form.dataset).forEach(queueForm);
posts.filter(takesText).forEach(keepTyped);

// a button without text of its own: nothing is lost, and the browser's own error page helps nobody
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || navigator.onLine !== false || !isOffline()) return;
  event.preventDefault();
  const told = document.querySelector("[data-no-net]");
  told.textContent = words().noNet;
  told.hidden = false;
});
