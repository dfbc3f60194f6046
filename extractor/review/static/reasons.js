// Rejecting: the short list of reasons, by number, or own words.

import { button, make } from "./dom.js";
import { isAdded } from "./states.js";

export class Reasons {
  constructor(desk, leave) {
    Object.assign(this, { desk, leave });
    this.own = make("input", { class: "input", id: "own-reason", placeholder: "In your own words (or just Enter)", autocomplete: "off" });
    this.own.addEventListener("keydown", (event) => this.#type(event));
    const label = make("label", { htmlFor: "own-reason", class: "field-name" }, "Other reason");
    this.ownRow = make("div", { hidden: true }, label, this.own);
    const choices = desk.state.reasons.map((reason, index) => button(reason, () => this.choose(index), { key: String(index + 1), kind: "button-small" }));
    const group = make("div", { class: "reason-list", role: "group", "aria-label": "Reasons to reject" }, ...choices);
    const head = make("p", { class: "field-name" }, "Reject, because it is … ", make("span", { class: "small" }, "(Esc: not at all)"));
    this.element = make("div", { class: "reasons", hidden: true }, head, group, this.ownRow);
  }

  /** Whether a reason is being asked for, so that digits mean reasons. */
  get isOpen() {
    return !this.element.hidden;
  }

  open() {
    const { mark } = this.desk;
    if (!mark || this.desk.isTooSoon()) return;
    if (isAdded(mark)) return this.desk.say("You added this yourself: press x to withdraw it.");
    this.element.hidden = false;
    this.ownRow.hidden = true;
    this.desk.say(`Reject: ${this.desk.state.reasons.map((reason, index) => `${index + 1} ${reason}`).join(", ")}.`);
  }

  close() {
    if (!this.isOpen) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = true;
    if (hadFocus) this.leave();
  }

  /** Reject for the reason at `index`; the last one may be told in own words. */
  choose(index) {
    const { reasons } = this.desk.state;
    if (index >= reasons.length) return;
    if (index < reasons.length - 1) return this.#reject(reasons[index]);
    this.ownRow.hidden = false;
    this.own.value = "";
    this.own.focus();
  }

  #type(event) {
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && !event.isComposing) this.#reject(this.own.value.trim() || this.desk.state.reasons.at(-1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #reject(reason) {
    this.close();
    this.desk.decide("reject", reason);
  }
}
