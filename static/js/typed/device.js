// What this device keeps of typed text: copies under the account that typed them, until the server confirms their
// receipt. Another account neither sees nor sends them; they are forgotten after thirty days.
const COPY = "getypt:";
const QUEUE = "wachtrij:";
const OTHERS = ["tikken:"]; // taps of the day, kept by day.js under the same account
const DAYS_30 = 30 * 24 * 3600 * 1000;

export const account = document.body.dataset.account ?? "";
const mine = `${COPY}${account}:`;

export function words() {
  return document.querySelector("[data-typing]")?.dataset ?? {};
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false; // a full or closed store
  }
}

function keys(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

export function copies() {
  return keys(mine)
    .map(read)
    .filter((copy) => copy?.receipt)
    .sort((one, other) => other.at - one.at);
}

export function copiesOf(name) {
  return copies().filter((copy) => copy.name === name);
}

export function keep(copy) {
  return write(mine + copy.receipt, { ...copy, at: Date.now() });
}

export function drop(receipt) {
  write(mine + receipt, null);
}

// it arrived: the copy may go. This tab remembers which text that was, for who comes Back to the form
export function confirm(copy) {
  drop(copy.receipt);
  try {
    sessionStorage.setItem(`aangekomen:${account}:${copy.name}`, JSON.stringify(copy));
  } catch {
    /* only a help */
  }
}

export function confirmed(name) {
  try {
    return JSON.parse(sessionStorage.getItem(`aangekomen:${account}:${name}`));
  } catch {
    return null;
  }
}

export function held(receipt) {
  return read(mine + receipt);
}

export function queued() {
  return read(QUEUE + account) ?? [];
}

export function setQueue(rows) {
  return write(QUEUE + account, rows.length ? rows : null);
}

export function wipe() {
  for (const prefix of [mine, QUEUE + account, ...OTHERS.map((name) => `${name}${account}:`)])
    for (const key of keys(prefix)) write(key, null);
}

// thirty days is long enough for a copy; what an older version kept had no account, so nobody may see it
export function forgetOld() {
  for (const key of keys(COPY)) {
    const copy = read(key);
    if (!copy?.receipt || Date.now() - copy.at > DAYS_30) write(key, null);
  }
}

export function newReceipt(old) {
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  const random = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${random}-${old.split("-").pop()}`;
}

// --- the server ----------------------------------------------------------------------------------------------------
let heardAt = performance.now();
let failed = false;
const STALE = 20000;

export function heard() {
  heardAt = performance.now();
  failed = false;
}

export function missed() {
  failed = true;
}

export function isOffline() {
  return navigator.onLine === false || failed;
}

export function isSure() {
  return !isOffline() && performance.now() - heardAt < STALE;
}

// did it arrive? null: the server did not say. For a person who is not signed in any more nothing has arrived
export async function ask(receipt) {
  try {
    const answer = await fetch(`/ontvangst/${receipt}/`, {
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout?.(5000),
    });
    if (!answer.ok) throw new Error(answer.status);
    heard();
    return await answer.json();
  } catch {
    missed();
    return null;
  }
}

// the protection of this page is renewed, unless somebody else signed in on this device: "same", "other" or "out"
export async function renew() {
  const page = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
  const now = fresh.body.dataset.account ?? "";
  if (now !== account) return now ? "other" : "out";
  const found = fresh.querySelector("[name=csrfmiddlewaretoken]");
  if (found) for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = found.value;
  return "same";
}

export function token() {
  return document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

// --- live tabs -----------------------------------------------------------------------------------------------------
const channel = "BroadcastChannel" in window ? new BroadcastChannel("staalkaart-typed") : null;
const open = new Set();

export function claim(receipt) {
  open.add(receipt);
}

channel?.addEventListener("message", ({ data }) => {
  if (data.asked && open.has(data.asked)) channel.postMessage({ here: data.asked });
});

// is this copy in the hands of another tab right now?
export function isOpenElsewhere(receipt) {
  if (!channel) return Promise.resolve(false);
  return new Promise((resolve) => {
    const listen = ({ data }) => data.here === receipt && done(true);
    const done = (found) => {
      channel.removeEventListener("message", listen);
      resolve(found);
    };
    channel.addEventListener("message", listen);
    channel.postMessage({ asked: receipt });
    setTimeout(() => done(false), 120);
  });
}
