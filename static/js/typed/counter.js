// Counts along with a field that has a limit. Nothing is cut: what is too long stays, with how much to drop.
import { words } from "./device.js";

const letters = (text) => [...text.replace(/\r\n?/g, "\n").normalize("NFC").trim()].length;

const SHORT = 20;

export function counter(field) {
  const most = Number(field.dataset.limit);
  const line = Object.assign(document.createElement("p"), { className: "hint counter", hidden: true });
  let spoken = null; // read out; there as soon as there is something to count
  line.id = `${field.id || field.name}_teller`;
  line.setAttribute("aria-hidden", "true");
  field.after(line);
  let timer = 0;
  const look = () => {
    const left = most - letters(field.value);
    const t = words();
    line.hidden = left > (most > SHORT ? Math.max(most * 0.2, SHORT) : -1); // a postal code that fits needs no counting
    line.textContent = (left < 0 ? (t.over ?? "") : (t.left ?? "")).replace("{n}", Math.abs(left));
    line.classList.toggle("counter--over", left < 0);
    field.toggleAttribute("data-over", left < 0);
    if (!line.hidden && !spoken) {
      spoken = Object.assign(document.createElement("p"), { className: "vh" });
      spoken.setAttribute("role", "status");
      line.after(spoken);
    }
    clearTimeout(timer); // read out after a pause, not at every letter
    timer = setTimeout(() => {
      if (spoken) spoken.textContent = line.hidden ? "" : line.textContent;
    }, 1200);
  };
  field.addEventListener("input", look);
  field.form?.addEventListener("filled", look);
  look();
}
