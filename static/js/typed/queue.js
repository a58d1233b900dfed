// Notes on the day itself: without a connection a press puts them in a row on this device, and the field is free for
// the next. They are sent one by one from any page, each with its own receipt, so that none comes twice.
import * as device from "./device.js";
import { fill, values } from "./fields.js";

let sending = false,
  timer = 0,
  tries = 0;

export function queueForm(form) {
  form.addEventListener(
    "submit",
    (event) => {
      if (!device.isOffline() || !form.checkValidity()) return;
      if (!put(form, event.submitter)) return; // this device keeps nothing: the form waits as any other
      event.preventDefault();
      event.stopImmediatePropagation();
      device.drop(form.elements._receipt.value);
      form.elements._receipt.value = device.newReceipt(form.elements._receipt.value);
      if (form.elements._sleutel) form.elements._sleutel.value = "";
      form.reset();
      show();
      flush();
    },
    true,
  );
  const refused = device.queued().find((item) => item.refused && item.page === here());
  if (refused) {
    fill(form, refused.fields);
    device.setQueue(device.queued().filter((item) => item.receipt !== refused.receipt));
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const here = () => location.pathname + location.search;

function put(form, submitter) {
  const marks = [...form.elements].filter((c) => c.type === "hidden" && c.name && c.name !== "csrfmiddlewaretoken");
  const rows = [...marks.map((c) => [c.name, c.value]), ...values(form)];
  if (submitter?.name) rows.push([submitter.name, submitter.value]);
  const item = {
    receipt: form.elements._receipt.value,
    action: submitter?.formAction || form.action,
    rows,
    fields: values(form),
    page: here(),
    title: document.querySelector("h1").textContent.trim(),
    at: Date.now(),
  };
  return device.setQueue([...device.queued(), item]);
}

export function startQueue() {
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) flush();
  });
  show();
  flush();
}

async function flush() {
  const waiting = device.queued().filter((item) => !item.refused);
  if (sending || !waiting.length) return;
  sending = true;
  clearTimeout(timer);
  try {
    for (const item of waiting) if (!(await send(item))) break;
  } catch {
    device.missed();
    timer = setTimeout(flush, Math.min(30000, 3000 * 2 ** tries++));
  } finally {
    sending = false;
    show();
  }
}

// true: this one is settled, the next may go
async function send(item) {
  const body = new URLSearchParams(item.rows);
  body.set("csrfmiddlewaretoken", device.token());
  const answer = await fetch(item.action, {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { "X-Requested-With": "fetch", Accept: "application/json" },
  });
  device.heard();
  tries = 0;
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  if (answer.ok && isJson && (await answer.json()).arrived) return settled(item);
  if (answer.status === 403 && (await device.renew()) === "same" && item.tries !== 1) {
    item.tries = 1;
    return send(item);
  }
  const isGone = answer.status === 404 && (await device.renew()) === "same"; // not because of being signed out
  if (answer.ok || isGone || [400, 409, 413, 422].includes(answer.status)) {
    device.setQueue(device.queued().map((one) => (one.receipt === item.receipt ? { ...one, refused: true } : one)));
    return true;
  }
  timer = setTimeout(flush, 20000); // signed out, busy or broken: it stays here
  return false;
}

function settled(item) {
  device.setQueue(device.queued().filter((one) => one.receipt !== item.receipt));
  return true;
}

function show() {
  const t = device.words();
  const rows = device.queued();
  let box = document.querySelector("[data-queue-line]");
  if (!rows.length) {
    if (box) {
      box.classList.remove("notice--warn");
      box.replaceChildren(Object.assign(document.createElement("h2"), { textContent: t.queueDone }));
    }
    return;
  }
  if (!box) {
    box = Object.assign(document.createElement("section"), { className: "notice wrap unsent" });
    box.dataset.queueLine = "";
    box.setAttribute("role", "status");
    document.querySelector("main").prepend(box);
  }
  box.classList.add("notice--warn");
  const list = document.createElement("ul");
  for (const item of rows) {
    const text = item.fields.map(([, value]) => value).find((value) => value.length > 3) ?? item.title;
    const line = document.createElement("li");
    line.append(`${item.title}: ${text.slice(0, 80)} `);
    if (item.refused)
      line.append(Object.assign(document.createElement("a"), { href: item.page, textContent: t.queueRefused }));
    list.append(line);
  }
  const title = (t.queue ?? "").replace("{n}", rows.length);
  box.replaceChildren(Object.assign(document.createElement("h2"), { textContent: title }), list);
}
