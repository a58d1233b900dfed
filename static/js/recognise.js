// Looks along while somebody types: could a person be recognised? Says why, and replaces by a role in one click.
const REST = 900;

export function recognise(form) {
  const address = form.dataset.recognise || "/herken/";
  for (const field of form.querySelectorAll("textarea, input[type=text]")) watch(field);

  function watch(field) {
    let timer = 0,
      asked = "";
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, REST);
    };
    field.addEventListener("input", look);
    if (field.value.trim().length > 5) look();

    async function ask() {
      const text = field.value;
      if (text === asked) return;
      asked = text;
      const body = new URLSearchParams({ tekst: text, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
      try {
        const answer = await fetch(address, {
          method: "POST",
          body,
          credentials: "same-origin",
          headers: { Accept: "application/json" },
        });
        if (answer.ok && field.value === text) show((await answer.json()).findings);
      } catch {
        asked = ""; /* without a connection the server looks when it is sent */
      }
    }

    function show(findings) {
      const box = boxOf(field);
      box.replaceChildren(...findings.map(row));
      box.hidden = findings.length === 0;
    }

    function row(finding) {
      const item = document.createElement("div");
      item.className = `notice ${finding.blocks ? "notice--error" : "notice--warn"} found`;
      const title = Object.assign(document.createElement("h3"), { textContent: finding.title });
      const reason = document.createElement("p");
      const mark = Object.assign(document.createElement("mark"), { textContent: finding.words });
      reason.append(`${finding.reason} `, mark);
      const buttons = document.createElement("p");
      buttons.className = "cluster";
      for (const [instead, label] of finding.replacements) {
        const button = Object.assign(document.createElement("button"), {
          type: "button",
          className: "btn btn--small",
          textContent: label,
        });
        button.addEventListener("click", () => {
          field.value = field.value.replaceAll(finding.words, instead);
          field.dispatchEvent(new Event("input", { bubbles: true }));
          item.remove();
          field.focus();
        });
        buttons.append(button);
      }
      if (finding.leave) buttons.append(leave(item, ...finding.leave));
      item.append(title, reason, buttons);
      return item;
    }
  }

  // One tap, remembered for this sentence: the server does not ask again when the form is sent.
  function leave(item, digest, label) {
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "btn btn--small btn--quiet",
      textContent: label,
    });
    button.addEventListener("click", async () => {
      const body = new URLSearchParams({ laten: digest, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
      button.disabled = true;
      try {
        const headers = { Accept: "application/json" };
        const answer = await fetch(address, { method: "POST", body, credentials: "same-origin", headers });
        if (answer.ok) item.remove();
      } catch {
        /* without a connection it is asked when the form is sent */
      }
      button.disabled = false;
    });
    return button;
  }

  function boxOf(field) {
    const known = field.parentElement.querySelector("[data-found]");
    if (known) return known;
    const box = Object.assign(document.createElement("div"), { className: "flow", hidden: true });
    box.dataset.found = "";
    box.setAttribute("aria-live", "polite");
    field.after(box);
    return box;
  }
}
