// Keeps what somebody types. On this device at every change; on the server two seconds after the last key stroke.
// A form says where: data-autosave="/address/" (empty: only on this device) and data-key="what it is".
const REST = 2000;
const PREFIX = "getypt:";

export function autosave(form) {
  const key = PREFIX + form.dataset.key;
  const line = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
  const words = line?.querySelector("[role=status]");
  const address = form.dataset.autosave;
  let timer = 0,
    tries = 0,
    busy = false,
    again = false,
    leaving = false,
    flight = null;

  if (isOlderThanSaved()) return location.reload();
  restore();
  form.dataset.ready = "true";
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
    flight?.abort();
    if (pending()) keepHere(true);
    try {
      localStorage.removeItem(`${key}:saved`);
    } catch {
      /* only a help */
    }
  });
  addEventListener("online", save);
  addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted) save();
  });
  addEventListener("pagehide", () => {
    if (!leaving && pending()) beacon();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && !leaving && pending()) save();
  });
  document.querySelector("[data-close]")?.addEventListener("click", (event) => {
    event.target.closest("dialog").close();
    save();
  });

  // a page that was asked for while the one before it was still saving shows yesterday's text: ask once more
  function isOlderThanSaved() {
    try {
      const saved = Number(localStorage.getItem(`${key}:saved`));
      localStorage.removeItem(`${key}:saved`);
      return Boolean(form._stamp) && saved > Number(form._stamp.value) && localStorage.getItem(key) === null;
    } catch {
      return false;
    }
  }

  function fields() {
    return [...new FormData(form)].filter(
      ([name, value]) => !name.startsWith("_") && name !== "csrfmiddlewaretoken" && typeof value === "string",
    );
  }

  function changed() {
    keepHere();
    if (!address) return;
    clearTimeout(timer);
    timer = setTimeout(save, REST);
  }

  function keepHere(sent = false) {
    try {
      localStorage.setItem(key, JSON.stringify({ fields: fields(), stamp: form._stamp?.value ?? "", sent }));
    } catch {
      /* a full or closed store: the server still keeps it */
    }
  }

  function pending() {
    try {
      return localStorage.getItem(key) !== null;
    } catch {
      return false;
    }
  }

  function forget(sent) {
    try {
      const here = localStorage.getItem(key);
      if (here !== null && JSON.stringify(JSON.parse(here).fields) === sent) localStorage.removeItem(key);
    } catch {
      /* nothing kept here */
    }
  }

  // what this device holds and the server did not acknowledge is put back into the fields
  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(key));
    } catch {
      return;
    }
    if (!kept?.fields?.length) return;
    const touched = [...form.elements].some(
      (c) => "defaultValue" in c && c.type !== "hidden" && c.value !== c.defaultValue,
    );
    if (JSON.stringify(kept.fields) === JSON.stringify(fields()))
      return touched ? changed() : forget(JSON.stringify(kept.fields));
    const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    if (kept.sent && !back) return sentBefore(kept.fields);
    if (address && kept.stamp !== (form._stamp?.value ?? "")) compareServer();
    const values = grouped(kept.fields);
    // somebody was typing before this script was there: their new words stay, the kept ones are shown beside them
    if (touched) {
      notice(
        line?.dataset.restored,
        Object.values(values)
          .flat()
          .filter((text) => text.length > 3),
      );
      return changed();
    }
    fill(values);
    say(line?.dataset.restored, "off");
    if (address) save();
  }

  function fill(values) {
    form.dispatchEvent(new CustomEvent("restore", { detail: Object.keys(values) }));
    for (const control of form.elements) {
      if (
        !control.name ||
        control.name.startsWith("_") ||
        control.name === "csrfmiddlewaretoken" ||
        control.type === "file" ||
        control.type === "hidden"
      )
        continue;
      const wanted = values[control.name] ?? [];
      if (control.type === "checkbox" || control.type === "radio") control.checked = wanted.includes(control.value);
      else if (wanted.length) control.value = wanted.shift();
    }
  }

  // it was sent and this is a new visit: most likely it arrived.
  // What cannot be seen to have arrived is shown, not thrown away
  function sentBefore(rows) {
    const texts = rows.map(([, value]) => value).filter((value) => value.length > 3);
    const page = document.body.textContent.replace(/\s+/g, " ");
    const arrived =
      "once" in form.dataset || texts.every((text) => page.includes(text.slice(0, 60).replace(/\s+/g, " ").trim()));
    if (arrived || !document.querySelector("[data-conflict]"))
      return arrived ? localStorage.removeItem(key) : fill(grouped(rows));
    const missing = texts.filter((text) => ![...form.elements].some((c) => c.value === text));
    if (missing.length) notice(line?.dataset.restored, missing);
  }

  // the server's text is in the fields before this device's is put over it: show it, so that neither is lost
  function compareServer() {
    const lines = [...form.elements]
      .filter((c) => c.tagName === "TEXTAREA" || c.type === "text")
      .map((c) => c.value)
      .filter(Boolean);
    if (lines.length) notice(line?.dataset.elsewhere, lines);
  }

  function grouped(rows) {
    const found = {};
    for (const [name, value] of rows) (found[name] ??= []).push(value);
    return found;
  }

  function body() {
    const data = new URLSearchParams(fields());
    for (const name of ["_base", "_stamp", "csrfmiddlewaretoken"]) data.set(name, form.elements[name]?.value ?? "");
    return data;
  }

  function beacon() {
    if (address) navigator.sendBeacon(address, body());
  }

  async function save() {
    if (!address || !pending() || leaving) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    const sent = JSON.stringify(fields());
    flight = new AbortController();
    try {
      const answer = await fetch(address, {
        signal: flight.signal,
        method: "POST",
        body: body(),
        headers: { "X-Requested-With": "fetch", Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
      });
      await heard(answer, sent);
    } catch {
      if (leaving) return;
      later(line?.dataset.offline);
    } finally {
      busy = false;
      if (again) {
        again = false;
        save();
      }
    }
  }

  async function heard(answer, sent) {
    if (answer.status === 200) {
      const told = await answer.json();
      tries = 0;
      if (form._stamp && told.stamp) form._stamp.value = told.stamp;
      try {
        localStorage.setItem(`${key}:saved`, told.stamp);
      } catch {
        /* only a help */
      }
      forget(sent);
      say(told.words, told.moved ? "off" : "");
      if (told.moved) notice(line?.dataset.moved, [line?.dataset.movedMore]);
    } else if (answer.status === 409) {
      const told = await answer.json();
      if (form._stamp) form._stamp.value = told.stamp;
      compare(told.theirs);
      say(told.words, "off");
    } else if (answer.status === 401) {
      say(line?.dataset.signedOut, "off");
      const door = document.querySelector("[data-door]");
      if (door && !door.open) door.showModal();
    } else if (answer.status === 403) {
      await freshToken();
      later(line?.dataset.later);
    } else {
      later(line?.dataset.later);
    }
  }

  async function freshToken() {
    const page = await fetch(location.href, { credentials: "same-origin" });
    const found = new DOMParser()
      .parseFromString(await page.text(), "text/html")
      .querySelector("main form [name=csrfmiddlewaretoken]");
    if (found) for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = found.value;
  }

  function later(text) {
    say(text, "off");
    tries += 1;
    clearTimeout(timer);
    timer = setTimeout(save, Math.min(30000, REST * 2 ** Math.min(tries, 4)));
  }

  function say(text, state) {
    if (!words || !text) return;
    words.textContent = text;
    line.classList.toggle("saved--off", state === "off");
  }

  // the same person on another device: the other text to read, one's own stays in the fields
  function compare(theirs) {
    const rows = [];
    for (const [name, values] of Object.entries(theirs)) {
      const now = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].filter(
        (c) => c.tagName === "TEXTAREA" || c.type === "text",
      );
      if (now.length && now[0].value !== values[0]) rows.push(values[0] || "–");
    }
    if (rows.length) notice(line?.dataset.elsewhere, rows);
  }

  function notice(title, lines) {
    const box = form.querySelector("[data-conflict]") ?? document.querySelector("[data-conflict]");
    if (!box) return;
    box.querySelector("h2").textContent = title;
    box
      .querySelector("div")
      .replaceChildren(...lines.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    box.hidden = false;
  }
}

// a list of points: one more, one less, without a trip to the server
export function points(list) {
  const form = list.closest("form");
  const blank = form.querySelector("template[data-blank]");
  const most = 12;
  const more = form.querySelector("[data-more]");

  const count = () => list.querySelectorAll(".point").length;
  const add = () => {
    const numbers = [...list.querySelectorAll("[name$='-title']")].map((field) => Number(field.name.slice(1, -6)));
    const next = Math.max(-1, ...numbers) + 1;
    const holder = document.createElement("div");
    holder.innerHTML = blank.innerHTML
      .replaceAll("p__n__", `p${next}`)
      .replaceAll("__n__", String(next))
      .replaceAll("__nr__", "");
    const point = list.appendChild(holder.firstElementChild);
    renumber();
    return point;
  };
  more.addEventListener("click", (event) => {
    event.preventDefault();
    if (count() < most) add().querySelector("input").focus();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-drop]");
    if (!button || count() < 2) return;
    event.preventDefault();
    drop(button.closest(".point"));
  });

  // one tap on a phone is quickly made: what held text can be put back
  function drop(point) {
    const held = [...point.querySelectorAll("input[type=text], textarea")].some((field) => field.value.trim());
    const place = document.createElement("p");
    const undo = Object.assign(document.createElement("button"), {
      type: "button",
      className: "btn btn--plain",
      textContent: list.dataset.undo,
    });
    place.className = "meta";
    place.setAttribute("role", "status");
    place.append(`${list.dataset.dropped} `, undo);
    undo.addEventListener("click", () => {
      place.replaceWith(point);
      renumber();
      form.dispatchEvent(new Event("input"));
      point.querySelector("input").focus();
    });
    if (held) point.replaceWith(place);
    else point.remove();
    renumber();
    form.dispatchEvent(new Event("input"));
    (held ? undo : more).focus();
  }

  function renumber() {
    list.querySelectorAll(".point [data-number]").forEach((number, at) => {
      number.textContent = at + 1;
    });
  }

  // text that comes back from this device may have more points than the page
  form.addEventListener("restore", (event) => {
    const wanted = event.detail.filter((name) => /^p\d+-title$/.test(name));
    while (count() < most && (count() < wanted.length || wanted.some((name) => !form.elements[name]))) add();
  });
}
