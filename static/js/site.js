// Small things that only help: everything works without them.
import { suggest } from "./suggest.js";

// a page that is the answer to a form: Back and "again" ask for the form itself, never for sending once more
if ("answer" in document.body.dataset) {
  const from = document.referrer.startsWith(location.origin) ? document.referrer : location.href;
  history.replaceState(null, "", from);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const form of document.querySelectorAll("form[data-suggest]")) suggest(form);

// signing out: a page that the browser still holds in memory is asked for anew, and then there is nobody to show it to
const opened = Date.now();
for (const form of document.querySelectorAll("[data-signing-out] form, form[data-signing-out]"))
  form.addEventListener("submit", () => localStorage.setItem("signed-out", Date.now()));
addEventListener("pageshow", (event) => {
  if (!event.persisted || Number(localStorage.getItem("signed-out")) < opened) return;
  document.documentElement.hidden = true;
  location.reload();
});

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

const files = document.querySelectorAll("input[type=file][data-most]");
if (files.length) {
  const { upload } = await import("./upload.js");
  files.forEach(upload);
}

// a form that came back: whoever signed in again in another window sends it without a detour
const returned = document.querySelector("form[data-returned]");
if (returned)
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden) return;
    const page = await fetch("/rekening/logout/", { credentials: "same-origin", cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    const found = fresh.querySelector("[data-signing-out] [name=csrfmiddlewaretoken]");
    if (found) returned.elements.csrfmiddlewaretoken.value = found.value;
  });

if (document.querySelector("[data-typing]")) await import("./typed.js");
