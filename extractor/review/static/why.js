// Why a paper is excluded: a short list by number, or own words.

import { button, make } from "./dom.js";
import { say } from "./notices.js";

export class ReasonForm {
  /** `done(reason, note)` is called with what was chosen, `left()` when nothing is. */
  constructor(reasons, done, left) {
    Object.assign(this, { reasons, done, left });
    this.own = make("input", { class: "input", id: "own-reason", autocomplete: "off" });
    this.own.addEventListener("keydown", (event) => this.#type(event));
    const choices = reasons.map((reason, index) => button(reason, () => this.choose(index), { key: String(index + 1), kind: "button-small" }));
    const label = make("label", { htmlFor: "own-reason", class: "small quiet" }, make("kbd", { "aria-hidden": "true" }, String(reasons.length + 1)), " in your own words ");
    const record = button("Exclude", () => this.#send(), { key: "Enter", kind: "button-small" });
    const leave = button("Leave", () => this.#leave(), { key: "Esc", kind: "button-small button-quiet" });
    this.element = make("div", { class: "why", role: "group", "aria-label": "Why is it excluded?" },
      make("p", { class: "small quiet" }, "Exclude, because …"), make("div", { class: "row" }, ...choices), make("div", { class: "row own" }, label, this.own, record, leave));
  }

  /** Whether a reason is asked for now, so that digits mean reasons. */
  get isOpen() {
    return this.element.isConnected;
  }

  /** Ask for a reason within a row. */
  open(row) {
    this.own.value = "";
    row.append(this.element);
    expand(row, true);
    this.element.scrollIntoView({ block: "nearest" });
    say(`Exclude, because: ${this.reasons.map((reason, index) => `${index + 1} ${reason}`).join(", ")}, ${this.reasons.length + 1} own words. Escape leaves.`);
  }

  close() {
    if (!this.isOpen) return;
    const row = this.element.parentElement;
    const hadFocus = this.element.contains(document.activeElement);
    expand(row, false);
    this.element.remove();
    if (hadFocus) this.left();
  }

  /** Take the reason at `index`; the one after the last is told in own words. */
  choose(index) {
    if (index === this.reasons.length) this.own.focus();
    else if (this.reasons[index]) this.done(this.reasons[index], this.own.value.trim());
  }

  /** A key while a reason is asked for; whether it meant one. */
  press(event) {
    if (!this.isOpen) return false;
    if (event.key === "Escape") this.#leave();
    else if (!/^[1-9]$/.test(event.key)) return false;
    else if (!event.repeat) this.choose(Number(event.key) - 1);
    return true;
  }

  #type(event) {
    if (event.key === "Escape") this.#leave();
    else if (event.key === "Enter" && !event.isComposing) this.#send();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #send() {
    const reason = this.own.value.trim();
    if (reason) this.done(reason, "");
    else say("Say why, or choose a reason by its number.");
  }

  #leave() {
    this.close();
    this.left();
  }
}

function expand(row, isOpen) {
  row.querySelector("[data-step=exclude]")?.setAttribute("aria-expanded", String(isOpen));
}
