// The fields of a form as data, and back. Marks of the page (_…), protection, passwords and files are no part of it.
const SKIPPED = ["csrfmiddlewaretoken"];

function counts(control) {
  return (
    control.name &&
    !control.name.startsWith("_") &&
    !SKIPPED.includes(control.name) &&
    !["hidden", "file", "password", "submit", "button"].includes(control.type) &&
    control.tagName !== "BUTTON"
  );
}

export function controls(form) {
  return [...form.elements].filter(counts);
}

export function takesText(form) {
  return controls(form).some((c) => c.tagName === "TEXTAREA" || ["text", "email", "tel", "url"].includes(c.type));
}

const lines = (text) => text.replace(/\r\n?/g, "\n");

// [[name, value], …] in the order of the page
export function values(form) {
  const rows = [];
  for (const control of controls(form)) {
    if ((control.type === "checkbox" || control.type === "radio") && !control.checked) continue;
    if (control.tagName === "SELECT" && control.multiple)
      for (const option of control.selectedOptions) rows.push([control.name, option.value]);
    else rows.push([control.name, lines(control.value)]);
  }
  return rows;
}

// what the page itself came with, whatever a browser filled in since
export function initial(form) {
  const rows = [];
  for (const control of controls(form)) {
    if (control.type === "checkbox" || control.type === "radio") {
      if (control.defaultChecked) rows.push([control.name, control.value]);
    } else if (control.tagName === "SELECT") {
      const chosen = [...control.options].filter((option) => option.defaultSelected);
      if (!chosen.length && !control.multiple && control.options.length) chosen.push(control.options[0]);
      for (const option of chosen) rows.push([control.name, option.value]);
    } else rows.push([control.name, lines(control.defaultValue)]);
  }
  return rows;
}

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export function grouped(rows) {
  const found = {};
  for (const [name, value] of rows) (found[name] ??= []).push(value);
  return found;
}

export function fill(form, rows) {
  const wanted = grouped(rows);
  form.dispatchEvent(new CustomEvent("restore", { detail: Object.keys(wanted) }));
  for (const control of controls(form)) {
    const here = wanted[control.name] ?? [];
    if (control.type === "checkbox" || control.type === "radio") control.checked = here.includes(control.value);
    else if (control.tagName === "SELECT" && control.multiple)
      for (const option of control.options) option.selected = here.includes(option.value);
    else if (here.length) control.value = here.shift();
  }
  form.dispatchEvent(new CustomEvent("filled"));
}

export function labelOf(form, name) {
  const control = controls(form).find((c) => c.name === name);
  const legend = control?.closest("fieldset")?.querySelector("legend");
  const label = ["checkbox", "radio"].includes(control?.type) ? legend : (control?.labels?.[0] ?? legend);
  return label?.textContent.replace(/\s+/g, " ").trim() ?? "";
}

// values as a person reads them: the words beside a choice
export function spoken(form, name, list) {
  return list
    .map((value) => {
      const control = controls(form).find((c) => c.name === name && (c.value === value || c.tagName === "SELECT"));
      if (control?.tagName === "SELECT")
        return [...control.options].find((option) => option.value === value)?.textContent.trim() ?? value;
      if (["checkbox", "radio"].includes(control?.type)) return control.labels[0]?.textContent.trim() ?? value;
      return value;
    })
    .join("\n");
}
