// Talking to the server. What a person decides is sent one after the other, in order, and is sent
// again with the same key until the server has said that it is on disk.

const TIMEOUT = 20000;
const WAITS = [500, 1000, 2000, 4000, 8000];

/** The server's refusal: its status and its advice in words. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Read JSON from an address. */
export async function read(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!response.ok) throw new Refused(response.status, await advice(response));
  return response.json();
}

/** A fresh key, by which the server knows a thing sent twice as one. */
export function freshKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * What waits to be saved. Emits "change"; `status` is "saved", "saving", "trying again" (the
 * connection broke) or "signed out" (waits for `resume()`).
 */
export class Outbox extends EventTarget {
  constructor(base) {
    super();
    this.base = base;
    this.waiting = [];
    this.status = "saved";
    this.running = false;
    addEventListener("online", () => this.resume());
    addEventListener("beforeunload", (event) => this.unsaved && event.preventDefault());
  }

  /** How many things are not acknowledged yet. */
  get unsaved() {
    return this.waiting.length;
  }

  /** Send `body` (or what it returns when its turn comes) and resolve with the server's answer. */
  send(path, body = {}, key = freshKey()) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ path, body, key, resolve, reject, sent: null });
      if (!this.running) this.#run();
    });
  }

  /** Try at once, after signing in again or when the connection is back. */
  resume() {
    this.wake?.();
  }

  async #run() {
    this.running = true;
    while (this.waiting.length) {
      const item = this.waiting[0];
      const outcome = await this.#deliver(item).catch((error) => error);
      this.waiting.shift();
      if (outcome instanceof Error) item.reject(outcome);
      else item.resolve(outcome);
    }
    this.running = false;
    this.#tell("saved");
  }

  async #deliver(item) {
    item.sent ??= { ...(typeof item.body === "function" ? item.body() : item.body), key: item.key };
    for (let attempt = 0; ; attempt += 1) {
      if (attempt === 0) this.#tell("saving");
      const response = await post(this.base + item.path, item.sent);
      if (response?.ok) return response.json();
      if (response?.status === 403 && attempt === 0 && (await renewToken())) continue;
      if (response && response.status < 500 && ![401, 429].includes(response.status)) {
        throw new Refused(response.status, await advice(response));
      }
      await this.#pause(response?.status === 401, WAITS[Math.min(attempt, WAITS.length - 1)]);
    }
  }

  async #pause(signedOut, wait) {
    this.#tell(signedOut ? "signed out" : "trying again");
    await new Promise((resolve) => {
      this.wake = resolve;
      if (!signedOut) setTimeout(resolve, wait);
    });
    if (signedOut) await renewToken();
  }

  #tell(status) {
    this.status = status;
    this.dispatchEvent(new Event("change"));
  }
}

/** Post JSON; null where the connection broke. */
async function post(address, body) {
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": token().content };
  const options = { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin" };
  return fetch(address, { ...options, signal: AbortSignal.timeout(TIMEOUT) }).catch(() => null);
}

/** Read this page anew for its token (a new session has a new one); whether it differs. */
async function renewToken() {
  const page = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!page?.ok) return false;
  const parsed = new DOMParser().parseFromString(await page.text(), "text/html");
  const fresh = parsed.querySelector("meta[name=csrf]")?.content;
  const differs = Boolean(fresh) && fresh !== token().content;
  if (differs) token().content = fresh;
  return differs;
}

function token() {
  return document.querySelector("meta[name=csrf]");
}

async function advice(response) {
  const answer = await response.json().catch(() => ({}));
  return answer.error || `The server answered ${response.status}. Reload the page and try again.`;
}
