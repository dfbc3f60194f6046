// The list of units: which conflicts there are, of what kind, and how they stand. One stop of the
// Tab key; arrows move within it.

import { button, make } from "./dom.js";
import { SIGNS } from "./outlines.js";
import { standOf } from "./told.js";

export class UnitList {
  constructor(element, bench) {
    Object.assign(this, { element, bench });
    for (const name of ["change", "move"]) bench.addEventListener(name, () => this.render());
    element.addEventListener("keydown", (event) => this.#walk(event));
    this.render();
  }

  render() {
    const { bench, element } = this;
    const hadFocus = element.querySelector("ol")?.contains(document.activeElement);
    const items = bench.shown.map((unit) => make("li", {}, this.#item(unit)));
    const list = make("ol", { class: "unit-list" }, ...items);
    element.replaceChildren(list, this.#toggle());
    const current = list.querySelector("[aria-current]");
    current?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (hadFocus) current?.focus();
  }

  #item(unit) {
    const { bench } = this;
    const stand = standOf(unit);
    const isCurrent = unit === bench.unit;
    const kinds = stand === "agreed" ? "agreed" : unit.conflicts.join(", ");
    const number = bench.numberOf(unit);
    const name = `Number ${number}: ${stand === "conflict" ? `conflict, ${kinds}` : stand === "settled" ? `settled, ${kinds}` : kinds}`;
    const properties = { type: "button", class: `unit unit-${stand}`, tabIndex: isCurrent ? 0 : -1, title: name, "aria-label": name, on: { click: () => bench.go(unit) } };
    if (isCurrent) properties["aria-current"] = "true";
    return make("button", properties, make("span", { class: "unit-sign", "aria-hidden": "true" }, SIGNS[stand]), make("b", {}, String(number)), make("span", {}, kinds));
  }

  #toggle() {
    const { bench } = this;
    const agreed = bench.units.filter((unit) => !unit.conflicts.length).length;
    const label = bench.all ? "Conflicts only" : `Show ${agreed} agreed too`;
    return button(label, () => bench.showAll(!bench.all), { key: "f", kind: "button-small button-quiet", hidden: !agreed || agreed === bench.units.length });
  }

  #walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || !event.target.closest("ol")) return;
    event.preventDefault();
    event.stopPropagation();
    this.bench.step(step);
    this.element.querySelector("[aria-current]")?.focus();
  }
}
