// Choosing together, as one document: answers stay in the form, and history holds only which question is on the screen.
import { suggest } from "./suggest.js";

const form = document.querySelector("[data-choose]");
const questions = [...form.querySelectorAll("[data-question]")];
const outcome = document.getElementById("uitkomst");
const [next, back, skip] = ["next", "back", "skip"].map((name) => form.querySelector(`[data-${name}]`));
const count = form.querySelector("[data-count]");
const problem = form.querySelector("[data-problem]");
const LAST = questions.length;
const OUTCOME = LAST + 1;
const counted = count.textContent.trim();
let at = questions.findIndex((question) => !question.hidden) + 1 || OUTCOME;

function show(step, { focus = true } = {}) {
  at = step;
  for (const question of questions) question.hidden = Number(question.dataset.question) !== step;
  outcome.hidden = step !== OUTCOME;
  document.querySelector("[data-title]").hidden = step === OUTCOME; // the outcome has a title of its own
  count.hidden = step === OUTCOME;
  count.textContent = counted.replace(/\d+/, step);
  next.hidden = skip.hidden = step === OUTCOME;
  back.hidden = step === 1;
  next.textContent = step === LAST ? next.dataset.last : next.dataset.words;
  problem.replaceChildren();
  if (!focus) return;
  const shown = step === OUTCOME ? outcome : questions[step - 1];
  const heading = shown.querySelector("[data-heading], legend");
  heading?.focus({ preventScroll: true });
  scrollTo({ top: 0, behavior: "instant" });
}

function go(step) {
  show(step);
  history.pushState({ step }, "");
}

function say(words) {
  const line = document.createElement("p");
  line.className = "notice notice--warn";
  line.textContent = words;
  problem.replaceChildren(line);
}

// the server puts the answers together; it keeps nothing, and neither does the cache on the way
async function ask() {
  const data = new URLSearchParams(new FormData(form));
  data.set("naar", "uitkomst");
  try {
    const answer = await fetch(location.pathname, { method: "POST", body: data, cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    outcome.replaceChildren(...page.getElementById("uitkomst").childNodes);
  } catch {
    say(form.dataset.noNet);
    return false;
  }
  dress();
  return true;
}

function dress() {
  const place = outcome.querySelector("[data-suggest]");
  if (place) suggest(place);
  for (const link of outcome.querySelectorAll("[data-share]"))
    link.addEventListener("click", async (event) => {
      if (!navigator.share) return;
      event.preventDefault();
      const { share: title, shareText: text, shareUrl: url } = link.dataset;
      await navigator.share({ title, text, url }).catch(() => {});
    });
  for (const button of outcome.querySelectorAll("[data-share-file]")) {
    const probe = new File([""], "blad.pdf", { type: "application/pdf" });
    button.hidden = !navigator.canShare?.({ files: [probe] });
    button.addEventListener("click", async () => {
      const body = new URLSearchParams(new FormData(form));
      try {
        const answer = await fetch(button.dataset.shareFile, { method: "POST", body, cache: "no-store" });
        if (!answer.ok) throw new Error(answer.status);
        const file = new File([await answer.blob()], "blad.pdf", { type: "application/pdf" });
        await navigator.share({ files: [file] });
      } catch ({ name }) {
        if (name !== "AbortError") say(form.dataset.noNet); // who closes the list of apps needs no sentence
      }
    });
  }
}

const full = (question) => {
  const most = Number(question?.dataset.most);
  return most > 0 && question.querySelectorAll("input:checked").length > most;
};

form.addEventListener("change", ({ target }) => {
  const question = target.closest("[data-most]");
  if (!question) return;
  const over = full(question);
  question.querySelector("[data-too-many]").hidden = !over;
  if (over) target.checked = false; // the sentence says which rule; the choice of before stands
});

form.addEventListener("submit", async (event) => {
  const pressed = event.submitter;
  if (pressed && "ownWay" in pressed.dataset) return; // a sheet, in a window of its own
  event.preventDefault();
  if (pressed && "nearby" in pressed.dataset) {
    if (pressed.name === "gemeente") outcome.querySelector("#gemeente").value = pressed.value; // "did you mean"
    if (await ask()) outcome.querySelector("#buurt-kop").focus();
    return;
  }
  if (pressed === back) return history.state?.step ? history.back() : go(at - 1);
  if (pressed === skip) for (const input of questions[at - 1].querySelectorAll("input")) input.checked = false;
  if (at < LAST) return go(at + 1);
  if (await ask()) go(OUTCOME);
});

addEventListener("popstate", async ({ state }) => {
  if (!state?.step) return; // a link within the page, such as the one that skips to the contents
  const { step } = state;
  if (step === OUTCOME && !(await ask())) return;
  show(step);
});

function wipe() {
  for (const input of form.querySelectorAll("input, textarea, select")) {
    if (input.type === "checkbox" || input.type === "radio") input.checked = false;
    else input.value = "";
  }
  outcome.replaceChildren();
}

for (const link of form.querySelectorAll("[data-wipe], [data-leave]"))
  link.addEventListener("click", (event) => {
    event.preventDefault();
    wipe();
    location.replace(link.href); // Back does not lead to what was filled in
  });

history.replaceState({ step: at }, "");
show(at, { focus: false });
if (at === OUTCOME) dress();
