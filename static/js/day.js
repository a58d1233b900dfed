// The day on a phone and the agenda under a mouse. Without this everything works with buttons; this adds dragging,
// and taps that wait on the phone until there is a connection.
const ticks = document.querySelector("[data-ticks]");
if (ticks) queueTaps(ticks);
for (const list of document.querySelectorAll("[data-move]")) drag(list);

function token() {
  return document.querySelector("main [name=csrfmiddlewaretoken]").value;
}

// --- taps ------------------------------------------------------------------------------------------------------------
function queueTaps(list) {
  const address = list.dataset.ticks;
  const store = `tikken:${document.body.dataset.account}:${address}`; // of this account alone
  const line = document.querySelector("[data-ticks-saved]");
  let sending = false,
    timer = 0,
    tokens = 0;

  list.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.target.querySelector("button");
    const here = button.getAttribute("aria-pressed") !== "true";
    const kept = [
      ...read(),
      { key: crypto.randomUUID?.() ?? uuid(), who: event.target.elements.wie.value, here, at: Date.now() },
    ];
    if (!write(kept)) {
      event.target.submit();
      return;
    } // this phone keeps nothing: send it the plain way
    show(button, here, true);
    send();
  });
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) send();
  });
  for (const tap of read()) {
    const button = list.querySelector(`[name=wie][value="${CSS.escape(tap.who)}"]`)?.form.querySelector("button");
    if (button) show(button, tap.here, true);
  }
  send();

  function read() {
    try {
      return JSON.parse(localStorage.getItem(store)) ?? [];
    } catch {
      return [];
    }
  }

  function write(taps) {
    try {
      if (taps.length) localStorage.setItem(store, JSON.stringify(taps));
      else localStorage.removeItem(store);
      return true;
    } catch {
      return false;
    }
  }

  function show(button, here, waiting) {
    button.setAttribute("aria-pressed", String(here));
    button.form.elements.er.value = here ? "nee" : "ja";
    button.closest("li").classList.toggle("is-waiting", waiting);
    document.querySelector("[data-present]").textContent = list.querySelectorAll('button[aria-pressed="true"]').length;
  }

  function say(words, off) {
    if (!words) return;
    line.querySelector("[role=status]").textContent = words;
    line.classList.toggle("saved--off", off);
  }

  async function send() {
    const taps = read();
    if (sending || !taps.length) return;
    sending = true;
    clearTimeout(timer);
    let again = 0;
    try {
      const answer = await fetch(address, {
        method: "POST",
        body: JSON.stringify({ taps }),
        credentials: "same-origin",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token(), Accept: "application/json" },
      });
      if (answer.status === 200) heard(await answer.json(), taps);
      else if (answer.status === 403 && (await freshToken())) again = 500;
      else {
        say(
          [401, 403, 404].includes(answer.status) || answer.type === "opaqueredirect"
            ? line.dataset.signedOut
            : line.dataset.waiting,
          true,
        );
        again = 20000;
      }
    } catch {
      say(line.dataset.waiting, true);
      again = 8000;
    } finally {
      sending = false;
      if (read().length) timer = setTimeout(send, again || 200);
    }
  }

  // what the server took is let go; a later tap on the same name stays as it was tapped
  function heard(told, sent) {
    const done = new Set(told.done);
    write(read().filter((tap) => !done.has(tap.key)));
    const waiting = new Set(read().map((tap) => tap.who));
    for (const [who, here] of Object.entries(told.present)) {
      const button = list.querySelector(`[name=wie][value="${CSS.escape(who)}"]`)?.form.querySelector("button");
      if (button && !waiting.has(who)) show(button, here, false);
    }
    if (sent.length) say(line.dataset.done, false);
  }

  async function freshToken() {
    const page = await fetch(location.href, { credentials: "same-origin" });
    const found = new DOMParser()
      .parseFromString(await page.text(), "text/html")
      .querySelector("main [name=csrfmiddlewaretoken]");
    if (!found || found.value === token()) return false;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = found.value;
    return ++tokens < 3;
  }
}

// crypto.randomUUID asks for https; a phone in a hall may be on a plain address
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

// --- dragging --------------------------------------------------------------------------------------------------------
function drag(list) {
  let held = null;
  document.addEventListener("dragstart", (event) => {
    const thing = event.target.closest?.("[data-block], [data-uid]");
    if (!thing) return;
    held = thing;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", thing.querySelector("h3").textContent.trim());
  });
  document.addEventListener("dragend", () => {
    held = null;
    clear();
  });
  list.addEventListener("dragover", (event) => {
    if (!held) return;
    event.preventDefault();
    clear();
    (slot(event) ?? list).classList.add("is-over");
  });
  list.addEventListener("drop", (event) => {
    if (!held) return;
    event.preventDefault();
    const place = slot(event)?.dataset.place ?? list.querySelectorAll("[data-block]").length;
    if (held.dataset.uid) post(list.dataset.takeUp, { uid: held.dataset.uid, naar: place });
    else if (held !== slot(event)) post(list.dataset.move, { blok: held.dataset.block, naar: place });
  });

  function slot(event) {
    return event.target.closest("[data-block]");
  }

  function clear() {
    for (const marked of document.querySelectorAll(".is-over")) marked.classList.remove("is-over");
  }

  function post(action, values) {
    const form = Object.assign(document.createElement("form"), { method: "post", action, hidden: true });
    for (const [name, value] of Object.entries({ ...values, csrfmiddlewaretoken: token() }))
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    document.body.append(form);
    form.submit();
  }
}
