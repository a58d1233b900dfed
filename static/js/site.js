// Small things that only help: everything works without them.
import { suggest } from "./suggest.js";

// a page that is the answer to a form: Back and "again" ask for the form itself, never for sending once more
if ("answer" in document.body.dataset) {
  const from = document.referrer.startsWith(location.origin) ? document.referrer : location.href;
  history.replaceState(null, "", from);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => {
    const more = button.dataset.print && document.querySelector(`[data-${button.dataset.print}]`);
    if (more) more.after(more.content.cloneNode(true)); // what stands on paper only
    window.print();
    more?.nextElementSibling.remove();
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue; // it asks for a secure page
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = document.getElementById(button.dataset.copy).innerText;
    await navigator.clipboard.writeText(words.trim());
    button.textContent = button.dataset.copied;
  });
}

// a choice that shows its answer at once; without scripts the button does
for (const box of document.querySelectorAll("[data-at-once]"))
  box.addEventListener("change", () => box.form.requestSubmit());

// long lists of a comparison, far below the first screen of a phone, start folded there
if (matchMedia("(max-width: 40rem)").matches)
  for (const each of document.querySelectorAll("[data-narrow-shut]")) each.open = false;

// what is folded on the screen is open on paper
addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll(".cmp details:not([open])")) {
    each.open = true;
    each.dataset.paper = "";
  }
});
addEventListener("afterprint", () => {
  for (const each of document.querySelectorAll("details[data-paper]")) each.open = false;
});

// whoever opens what a notification leads to has read it
const told = document.querySelectorAll("[data-read]");
for (const link of told)
  link.addEventListener("click", () => {
    const body = new FormData();
    body.append("melding", link.dataset.read);
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
    fetch("/mijn/meldingen/gelezen/", { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => {});
  });

// a number goes on through whatever the phone shares with; without that, the link opens a message
for (const link of document.querySelectorAll("[data-share]"))
  link.addEventListener("click", async (event) => {
    if (!navigator.share) return;
    event.preventDefault();
    const { share: title, shareText: text, shareUrl: url } = link.dataset;
    await navigator.share({ title, text, url }).catch(() => {}); // closed without choosing
  });

// a menu of the header closes by Escape and by a press beside it
const menus = document.querySelectorAll(".site-head details");
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && [...menus].find((menu) => menu.open);
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});

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

// a browser brings a field that is half in sight no further into it: what sticks to the bottom would cover the rest
addEventListener("keyup", ({ key }) => {
  if (key !== "Tab" || !document.activeElement) return;
  const at = document.activeElement.getBoundingClientRect();
  for (const bar of document.querySelectorAll(".bottom-bar, .no-net:not([hidden])")) {
    const under = at.bottom + 8 - bar.getBoundingClientRect().top;
    if (under > 0 && !bar.contains(document.activeElement))
      scrollBy({ top: Math.min(under, at.top - 8), behavior: "instant" });
  }
});

// a link to one point opens what hides it and shows where it is
const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (target) target.closest("details")?.setAttribute("open", "");
addEventListener("hashchange", () => document.querySelector("details:target")?.setAttribute("open", ""));

// what was opened on a card is open again for who comes Back, so that the place is found again too
const folded = [...document.querySelectorAll(".entry details")];
for (const at of history.state?.opened ?? []) folded[at]?.setAttribute("open", "");
for (const each of folded)
  each.addEventListener("toggle", () => {
    const opened = folded.flatMap((one, at) => (one.open ? [at] : []));
    history.replaceState({ ...history.state, opened }, "");
  });

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
