// The bar of ticks: one for each mark, in order. One stop of the Tab key; arrows move within it.

import { make } from "./dom.js";
import { CURRENT, GLYPHS, isOpen, spoken, stateOf } from "./states.js";

export class Ticks {
  constructor(bar, desk) {
    Object.assign(this, { bar, desk, ticks: new Map() });
    desk.addEventListener("change", (event) => this.draw(event.detail.marks ?? null));
    desk.addEventListener("state", () => this.draw(null));
    bar.addEventListener("keydown", (event) => this.#walk(event));
    this.draw(null);
  }

  /** Draw the ticks of these marks again; all, where null. */
  draw(marks) {
    if (!marks) {
      this.ticks = new Map(this.desk.marks.map((mark) => [mark, this.#make(mark)]));
      this.bar.replaceChildren(...this.ticks.values());
    }
    for (const mark of marks ?? this.desk.marks) this.#set(mark);
    this.ticks.get(this.desk.mark)?.scrollIntoView({ block: "nearest" });
  }

  #make(mark) {
    return make("button", { type: "button", on: { click: () => this.desk.go(mark) } });
  }

  #set(mark) {
    const tick = this.ticks.get(mark);
    if (!tick) return;
    const isCurrent = mark === this.desk.mark;
    const state = stateOf(mark);
    const name = spoken(mark, this.desk.numberOf(mark));
    tick.className = `tick state-${state}${isCurrent ? " is-current" : ""}${mark.pending ? " is-pending" : ""}`;
    tick.textContent = isCurrent && isOpen(mark) ? CURRENT : GLYPHS[state];
    tick.tabIndex = isCurrent ? 0 : -1;
    tick.title = name;
    tick.setAttribute("aria-label", name);
    if (isCurrent) tick.setAttribute("aria-current", "true");
    else tick.removeAttribute("aria-current");
  }

  #walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    this.desk.step(step);
    this.ticks.get(this.desk.mark)?.focus();
  }
}
