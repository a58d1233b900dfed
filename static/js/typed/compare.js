// Two texts of one field, side by side: keep this one, take the other, or put them together. Nothing goes unseen.
import { controls, grouped, labelOf, spoken } from "./fields.js";
import { words } from "./device.js";

function element(tag, attributes, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children);
  return made;
}

const isText = (control) => control.tagName === "TEXTAREA" || ["text", "email", "tel", "url"].includes(control.type);

// `theirs` is {name: [values]}; `told` names the other side. Fields that read the same are left out. Gives the box,
// which says "settled" when a choice was made for every field, or null when both read the same
export function compare(form, theirs, told) {
  const mine = grouped(controls(form).filter((c) => !["checkbox", "radio"].includes(c.type) || c.checked)
    .map((c) => [c.name, c.value]));
  form.dispatchEvent(new CustomEvent("restore", { detail: Object.keys(theirs) }));
  const names = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
  const known = new Set(controls(form).map((c) => c.name));
  const rows = [...names].filter(
    (name) => known.has(name) && (mine[name] ?? []).join("\n") !== (theirs[name] ?? []).join("\n"),
  );
  form.querySelector("[data-compare]")?.remove();
  if (!rows.length) return null;
  const t = words();
  const box = element("section", { className: "notice notice--warn versus", tabIndex: -1 });
  box.dataset.compare = box.dataset.conflict = "";
  box.setAttribute("aria-label", told);
  const intro = element("p", { textContent: t.choose });
  box.append(element("h2", { textContent: told }), intro);
  for (const name of rows) box.append(row(form, name, theirs[name] ?? [], told, box));
  box.setAttribute("role", "alert");
  const writing = form.contains(document.activeElement); // whoever is typing is not interrupted
  form.prepend(box);
  if (!writing) box.focus();
  return box;
}

function row(form, name, theirs, told, box) {
  const t = words();
  const fields = controls(form).filter((c) => c.name === name);
  const mine = fields.filter((c) => !["checkbox", "radio"].includes(c.type) || c.checked).map((c) => c.value);
  const made = element("fieldset", { className: "versus__row" });
  made.append(element("legend", { textContent: labelOf(form, name) || name }));
  const side = (title, list, label, act) => {
    const text = element("p", { textContent: spoken(form, name, list) || "–", dir: "auto" });
    const button = element("button", { type: "button", className: "btn btn--small", textContent: label });
    button.addEventListener("click", () => settle(act));
    return element("div", { className: "versus__side" }, element("h3", { textContent: title }), text, button);
  };
  const settle = (list) => {
    put(fields, list);
    form.dispatchEvent(new Event("input", { bubbles: true }));
    made.replaceWith(element("p", { className: "meta", textContent: `${made.firstChild.textContent}: ${t.chosen}` }));
    if (!box.querySelector(".versus__row")) box.dispatchEvent(new CustomEvent("settled"));
  };
  const pair = element("div", { className: "versus__pair" });
  pair.append(side(t.here, mine, t.keepMine, mine), side(t.there, theirs, t.takeTheirs, theirs));
  made.append(pair);
  if (fields.every(isText) && mine.join("") && theirs.join("")) {
    const both = element("button", { type: "button", className: "btn btn--small", textContent: t.merge });
    both.addEventListener("click", () => settle(mine.map((text, at) => merged(text, theirs[at] ?? "", fields[at]))));
    made.append(both);
  }
  return made;
}

// lines that stand in both are not doubled; one's own come first
function merged(mine, theirs, field) {
  const split = field.tagName === "TEXTAREA" ? "\n" : " · ";
  if (split !== "\n") return mine.includes(theirs) ? mine : `${mine}${split}${theirs}`;
  const here = new Set(mine.split("\n").map((line) => line.trim()));
  const extra = theirs.split("\n").filter((line) => !line.trim() || !here.has(line.trim()));
  const rest = extra.join("\n").trim();
  return rest ? `${mine.trimEnd()}\n\n${rest}` : mine;
}

function put(fields, list) {
  fields.forEach((field, at) => {
    if (field.type === "checkbox" || field.type === "radio") field.checked = list.includes(field.value);
    else field.value = list[at] ?? "";
  });
}
