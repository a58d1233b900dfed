// What was pressed and did not arrive yet: confirmed or named on every page, and once more before signing out.
import * as device from "./device.js";

export async function settle() {
  device.forgetOld();
  const pressed = device.copies().filter((copy) => copy.sent || copy.waiting);
  const here = new Set([...document.forms].map((form) => form.elements._receipt?.value));
  const left = [];
  for (const copy of pressed) {
    if (here.has(copy.receipt) || copy.page === location.pathname + location.search) continue;
    if (await device.isOpenElsewhere(copy.receipt)) continue;
    const told = await device.ask(copy.receipt);
    if (told?.arrived) device.confirm(copy);
    else left.push(copy);
  }
  if (left.length) name(left);
}

function links(copies) {
  const list = document.createElement("ul");
  for (const [page, title] of new Map(copies.map((copy) => [copy.page, copy.title])))
    list.append(row(page, title));
  return list;
}

function row(page, title) {
  const item = document.createElement("li");
  item.append(Object.assign(document.createElement("a"), { href: page, textContent: title }));
  return item;
}

function name(copies) {
  const box = Object.assign(document.createElement("section"), { className: "notice notice--warn wrap unsent" });
  box.setAttribute("role", "status");
  box.append(
    Object.assign(document.createElement("h2"), { textContent: device.words().unsent }),
    links(copies),
  );
  document.querySelector("main").prepend(box);
}

// signing out on a device that still holds text: first say which, then let the person choose
export function guardSigningOut(form) {
  const t = device.words();
  const unsent = () => [
    ...device.copies(),
    ...device.queued().map((item) => ({ page: item.page, title: item.title })),
  ];
  const kept = unsent();
  if (kept.length) {
    const box = Object.assign(document.createElement("section"), { className: "notice notice--warn" });
    const wipe = Object.assign(document.createElement("button"), { className: "btn", textContent: t.wipe });
    wipe.dataset.wipe = "";
    const first = Object.assign(document.createElement("a"), {
      className: "btn btn--main",
      href: kept[0].page,
      textContent: t.sendFirst,
    });
    box.append(
      Object.assign(document.createElement("h2"), { textContent: t.unsent }),
      links(kept),
      Object.assign(document.createElement("p"), { textContent: t.wipeMeans }),
    );
    form.prepend(box);
    const row = Object.assign(document.createElement("p"), { className: "cluster" });
    row.append(first, wipe);
    for (const button of form.querySelectorAll("button:not([data-wipe])")) button.hidden = true;
    form.append(row);
  }
  form.addEventListener("submit", () => device.wipe());
}
