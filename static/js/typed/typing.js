// Keeps what somebody types in a form. On this device at every change; on the server, where the form has an address for
// it (data-autosave="/address/"), two seconds after the last key stroke. A press without a connection waits.
import { compare } from "./compare.js";
import * as device from "./device.js";
import { controls, fill, grouped, initial, same, values } from "./fields.js";

const REST = 2000;
const LONGEST = 30000;
const PROBE = 5000;

export function nameOf(form) {
  const path = new URL(form.getAttribute("action") || location.href, location.href).pathname;
  const marks = [...form.elements]
    .filter((c) => c.type === "hidden" && c.name && !c.name.startsWith("_") && c.name !== "csrfmiddlewaretoken")
    .map((c) => `${c.name}=${c.value}`);
  return `${path}#${form.dataset.key ?? marks.join("&")}`;
}

export async function keepTyped(form) {
  const words = device.words();
  const name = nameOf(form);
  const address = form.dataset.autosave;
  const field = form.elements._receipt;
  const line = lineOf(form, words);
  const before = initial(form);
  let timer = 0,
    tries = 0,
    busy = false,
    again = false,
    leaving = false,
    flight = null,
    waiting = null, // the button that was pressed without a connection
    pressed = false, // sent from this page: another text gets another receipt
    stopped = false; // somebody else signed in on this device

  if (isOlderThanSaved()) return location.reload();
  device.claim(field.value);
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", submitted);
  addEventListener("online", () => form.isConnected && soon());
  addEventListener("offline", () => form.isConnected && here() && say(words.offline, "off"));
  addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted) backAgain();
  });
  addEventListener("pagehide", () => {
    if (!leaving && here()) beacon();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden ? !leaving && here() : waiting) soon();
  });
  document.querySelector("[data-door] [data-close]")?.addEventListener("click", (event) => {
    event.target.closest("dialog").close();
    soon();
  });
  await restore();
  showTheirs();
  form.dataset.ready = "true";

  // --- this device -------------------------------------------------------------------------------------------------
  function here() {
    return device.held(field.value) !== null;
  }

  function keepHere(more = {}) {
    const kept = {
      receipt: field.value,
      name,
      page: location.pathname + location.search,
      title: document.querySelector("h1")?.textContent.replace(/\s+/g, " ").trim() ?? document.title,
      fields: values(form),
      before,
      sent: false,
      ...more,
    };
    if (!device.keep(kept)) say(words.full, "off");
  }

  function changed() {
    if (pressed) {
      device.drop(field.value);
      field.value = device.newReceipt(field.value);
      device.claim(field.value);
      pressed = false;
    }
    keepHere({ sent: false, waiting: Boolean(waiting) });
    if (!address && navigator.onLine === false) return say(words.offline, "off");
    if (!address) return say(words.onlyHere, "idle"); // nothing is wrong: it was not pressed yet
    clearTimeout(timer);
    timer = setTimeout(save, REST);
  }

  // a page that was asked for while the one before it was still saving shows yesterday's text: ask once more
  function isOlderThanSaved() {
    try {
      const key = `stempel:${device.account}:${name}`;
      const saved = Number(sessionStorage.getItem(key));
      sessionStorage.removeItem(key);
      return Boolean(form._stamp) && saved > Number(form._stamp.value) && !device.copiesOf(name).length;
    } catch {
      return false;
    }
  }

  function noteStamp(stamp) {
    try {
      sessionStorage.setItem(`stempel:${device.account}:${name}`, stamp);
    } catch {
      /* only a help */
    }
  }

  // what this device holds and the server did not confirm is put back into the fields: all of them, whole
  async function restore() {
    if ("answer" in document.body.dataset) takeOver();
    const found = [];
    for (const copy of device.copiesOf(name)) {
      if (copy.receipt === field.value || (await device.isOpenElsewhere(copy.receipt))) continue;
      if ((copy.sent || copy.waiting) && (await device.ask(copy.receipt))?.arrived) device.confirm(copy);
      else if (same(copy.fields, before) && !("answer" in document.body.dataset)) device.drop(copy.receipt);
      else found.push(copy);
    }
    const shown = values(form);
    if (!found.length) return same(shown, before) || here() ? null : sentBefore();
    const [newest, ...older] = found;
    // asked now: somebody may have begun to type while the copies were looked at
    if (!same(shown, before) && !same(shown, newest.fields)) {
      // somebody was typing before this script was there: their new words stay, the kept ones stand beside them
      keepHere();
      offer(newest, words.restoredBeside);
    } else {
      const moved = newest.before && !same(newest.before, before) && !same(newest.fields, before);
      const saved = grouped(before);
      const refused = "answer" in document.body.dataset; // this page is what the server said to it
      const pressedBefore = !refused && (newest.sent || newest.waiting);
      fill(form, newest.fields);
      keepHere({ sent: pressedBefore, waiting: pressedBefore && newest.waiting });
      if (same(newest.fields, values(form))) device.drop(newest.receipt);
      say(pressedBefore ? words.notSent : refused ? words.onlyHere : words.restored, pressedBefore ? "off" : "idle");
      if (moved) compare(form, saved, words.elsewhere);
    }
    for (const copy of older)
      if (same(copy.fields, newest.fields)) device.drop(copy.receipt);
      else if (!form.querySelector("[data-compare]")) offer(copy, words.restoredBeside);
    if (address) save();
  }

  // this page is what the server said to a post, with its text in the fields: the copy of that text goes on as this
  // form's, before anything is typed here, so that it is never an older text beside what follows
  function takeOver() {
    for (const copy of device.copiesOf(name))
      if (copy.receipt !== field.value && same(copy.fields, before)) {
        keepHere();
        device.drop(copy.receipt);
      }
  }

  // Back to a form that arrived, with the text that the browser put back: pressed again, it does not come twice
  function sentBefore() {
    const known = device.confirmed(name);
    if (!known || !same(known.fields, values(form))) return changed();
    field.value = known.receipt;
    pressed = true;
    say(words.arrived, "");
  }

  // two texts of one person: both are shown, and the copy goes when a choice was made for every field
  function offer(copy, told) {
    const box = compare(form, grouped(copy.fields), told);
    if (box) box.addEventListener("settled", () => device.drop(copy.receipt));
    else device.drop(copy.receipt);
  }

  // the server refused because somebody else saved: it gave their text along
  function showTheirs() {
    const given = document.querySelector("[data-theirs]");
    if (!given || (given.closest("form") ?? form) !== form) return;
    const theirs = JSON.parse(given.textContent);
    if (!controls(form).some((control) => control.name in theirs)) return;
    given.removeAttribute("data-theirs");
    if (!compare(form, theirs, words.moved)) return;
    for (const plain of document.querySelectorAll("[data-plain]")) plain.hidden = true;
  }

  // Back: the same page as it was left. What arrived is not sent twice; what did not is still here
  async function backAgain() {
    const copy = device.held(field.value);
    const told = copy && (await device.ask(field.value));
    if (told?.arrived) {
      device.confirm(copy);
      pressed = true;
      say(words.arrived, "");
    } else if (here()) soon();
  }

  // --- pressing ----------------------------------------------------------------------------------------------------
  function submitted(event) {
    if (event.defaultPrevented) return;
    clearTimeout(timer);
    const button = event.submitter;
    if (here() || !same(values(form), before)) keepHere({ sent: true });
    if (device.isSure() || stopped) return leave();
    event.preventDefault();
    wait(button);
    if (!device.isOffline() || navigator.onLine) trySending();
    else later(words.notSent);
  }

  function leave() {
    leaving = true;
    pressed = true;
    flight?.abort();
  }

  function wait(button) {
    waiting = button ?? form.querySelector("button:not([type=button])");
    if (here()) keepHere({ sent: true, waiting: true });
    say(device.isOffline() ? words.notSent : words.sending, "off");
  }

  // publishing, inviting, closing and agreeing wait for a tap; what only keeps text goes by itself
  function waitsForTap() {
    return "tap" in form.dataset || (waiting && "tap" in waiting.dataset);
  }

  async function trySending() {
    const first = tries === 0;
    const told = await device.ask(field.value);
    if (!waiting) return;
    if (told === null) return later(words.notSent);
    if (told.arrived) {
      device.drop(field.value);
      return location.assign(told.leads || location.href);
    }
    const button = waiting;
    if (waitsForTap() && !first) {
      waiting = null;
      return say(words.tap, "off");
    }
    if ((await fresh()) !== "same") return;
    waiting = null;
    form.requestSubmit(button.form === form ? button : undefined);
  }

  // a page that waited long may have lost its protection, or its person
  async function fresh() {
    if (tries === 0) return "same";
    try {
      const who = await device.renew();
      if (who !== "same") shut(who);
      return who;
    } catch {
      device.missed();
      later(words.notSent);
      return "";
    }
  }

  function shut(who) {
    if (who === "out") return door();
    stopped = true;
    waiting = null;
    say(words.otherAccount, "off");
  }

  function door() {
    say(words.signedOut, "off");
    const dialog = document.querySelector("[data-door]");
    if (dialog && !dialog.open) dialog.showModal();
    if (waiting) later(words.signedOut);
  }

  function soon() {
    if (waiting) trySending();
    else save();
  }

  // --- keeping on the server ---------------------------------------------------------------------------------------
  function body() {
    const data = new URLSearchParams(values(form));
    for (const mark of ["_base", "_stamp", "csrfmiddlewaretoken"]) data.set(mark, form.elements[mark]?.value ?? "");
    data.set("_account", device.account);
    return data;
  }

  function beacon() {
    if (address && !stopped) navigator.sendBeacon(address, body());
  }

  async function save() {
    if (!address || !here() || leaving || stopped || waiting) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    const sent = values(form);
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
      device.heard();
      await told(answer, sent);
    } catch {
      if (leaving) return;
      device.missed();
      later(words.offline);
    } finally {
      busy = false;
      if (again) {
        again = false;
        save();
      }
    }
  }

  async function told(answer, sent) {
    const json = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    if (answer.status === 200 && json.stamp !== undefined) {
      tries = 0;
      if (form._stamp) form._stamp.value = json.stamp;
      noteStamp(json.stamp);
      if (same(sent, values(form))) device.drop(field.value);
      say(json.words, json.moved ? "off" : "");
      if (json.moved) showMoved(json);
    } else if (answer.status === 409) {
      if (form._stamp) form._stamp.value = json.stamp;
      say(json.words, "off");
      if (!compare(form, json.theirs, words.elsewhere)) changed();
    } else if (answer.status === 401) {
      door();
    } else if (answer.status === 403) {
      const who = await device.renew();
      if (who === "same") later(words.later);
      else shut(who);
    } else if ([404, 413].includes(answer.status)) {
      say(json.words ?? words.gone, "off");
    } else {
      later(words.later);
    }
  }

  // a colleague saved while this was open: after a choice for every question one's own version counts
  function showMoved(json) {
    if (form.querySelector("[data-compare]")) return;
    compare(form, json.now, words.moved)?.addEventListener("settled", () => {
      if (form._base) form._base.value = json.base;
    });
  }

  function later(text) {
    say(text, "off");
    tries += 1;
    clearTimeout(timer);
    timer = setTimeout(soon, Math.min(LONGEST, (waiting ? PROBE / 2 : REST) * 2 ** Math.min(tries - 1, 4)));
  }

  function say(text, state) {
    if (!text) return;
    line.querySelector("[role=status]").textContent = text;
    line.hidden = false;
    line.classList.toggle("saved--off", state === "off");
    line.classList.toggle("saved--idle", state === "idle");
    const sign = { off: "i-triangle-alert", idle: "i-pencil" }[state] ?? "i-circle-check";
    line.querySelector("use")?.setAttribute("href", words.icon.replace(/#.*/, `#${sign}`));
  }
}

// the line that says where the text is: beside the buttons, where the thumb is
function lineOf(form, words) {
  const known = form.querySelector("[data-saved]");
  if (known) return known;
  const line = Object.assign(document.createElement("span"), { className: "saved", hidden: true });
  line.dataset.saved = "";
  line.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${words.icon}"/></svg><span role="status"></span>`;
  const buttons = form.querySelectorAll("button:not([type=button]):not(.vh)");
  const last = buttons[buttons.length - 1];
  const row = last?.closest(".cluster, .composer__foot, p");
  if (row && form.contains(row)) row.before(line);
  else form.append(line);
  return line;
}
