// What lies over the paper while conflicts are settled: a line above the words of A, a broken line
// below those of B, the draft or the settlement filled, and every unit's number in the gutter.

import { make } from "./dom.js";
import { drawBoxes } from "./marks.js";
import { isAccepted, letterOf, standOf } from "./told.js";

const LEAST = 20; // pixels between two glyphs of a gutter
export const SIGNS = { conflict: "≠", settled: "✓", agreed: "=" };

export class Outlines {
  constructor(view, bench, draft) {
    Object.assign(this, { view, bench, draft, drawn: [] });
    view.addEventListener("zoom", () => this.draw());
    draft.addEventListener("change", () => this.draw());
    for (const name of ["change", "move"]) bench.addEventListener(name, () => this.draw());
    this.draw();
  }

  draw() {
    this.drawn.forEach((element) => element.remove());
    this.drawn = [];
    for (const unit of this.bench.units) this.#drawUnit(unit);
    if (this.bench.unit) this.#drawCurrent(this.bench.unit);
    this.#drawHandles();
    for (const sheet of this.view.sheets) [sheet.left, sheet.right].forEach((gutter) => arrange(gutter, this.view.unit));
  }

  #drawUnit(unit) {
    const places = this.view.place(unit.start, unit.end);
    const isCurrent = unit === this.bench.unit;
    const stand = standOf(unit);
    if (!isCurrent) this.drawn.push(...drawBoxes(places, `box stand-${stand}`));
    if (places.length) this.drawn.push(this.#glyph(unit, stand, places[0], isCurrent));
  }

  #glyph(unit, stand, { sheet, x, y }, isCurrent) {
    const number = this.bench.numberOf(unit);
    const name = `Number ${number}, ${stand}`;
    const properties = { type: "button", class: `glyph glyph-${stand}${isCurrent ? " is-current" : ""}`, tabIndex: -1, title: name, "aria-label": name };
    const element = make("button", { ...properties, on: { click: () => this.bench.go(unit) } }, make("span", { class: "glyph-sign" }, SIGNS[stand]), make("span", {}, String(number)));
    element.dataset.y = y;
    (x < sheet.middle ? sheet.left : sheet.right).append(element);
    return element;
  }

  #drawCurrent(unit) {
    const { pieces, at } = this.draft;
    const settled = unit.settled?.decisions.filter(isAccepted) ?? [];
    const filled = pieces.length ? pieces : settled.length ? settled : [];
    if (!filled.length) this.#fill(unit, "box is-looked-at");
    filled.forEach((piece, index) => this.#fill(piece, `box is-current${pieces.length > 1 && index === at ? " is-piece" : ""}`));
    const units = pieces.length ? this.draft.units : [unit];
    for (const { said } of units) said.forEach((one, place) => this.#drawSaid(one, place));
  }

  #fill({ start, end }, kind) {
    this.drawn.push(...drawBoxes(this.view.place(start, end), kind));
  }

  #drawSaid(said, place) {
    if (!said.decision) return;
    const isOut = !isAccepted(said.decision);
    const places = this.view.place(said.start, said.end);
    const boxes = drawBoxes(places, `box by by-${Math.min(place, 1)}${isOut ? " is-out" : ""}`);
    const labelled = place ? boxes.at(-1) : boxes[0];
    const letter = make("span", { class: "by-letter" }, letterOf(place));
    letter.style.setProperty("--after", place - 1);
    labelled?.append(letter);
    this.drawn.push(...boxes);
  }

  /** The drafted boundaries, to take hold of. */
  #drawHandles() {
    const { mark } = this.draft;
    const places = mark ? this.view.place(mark.start, mark.end) : [];
    if (!places.length) return;
    this.drawn.push(handle(places[0], "start"), handle(places.at(-1), "end"));
  }
}

function handle({ sheet, x, y, width, height }, edge) {
  const element = make("div", { class: `handle handle-${edge}`, title: `Drag to move the ${edge}` });
  element.dataset.edge = edge;
  Object.assign(element.style, { left: `${edge === "start" ? x : x + width}px`, top: `${y}px`, height: `${height}px` });
  sheet.handles.append(element);
  return element;
}

/** Put the glyphs of a gutter beside their lines, none over another. */
function arrange(gutter, unit) {
  const elements = [...gutter.children].sort((one, other) => one.dataset.y - other.dataset.y);
  let free = 0;
  for (const element of elements) {
    const top = Math.max(element.dataset.y * unit - 3, free);
    element.style.top = `${top}px`;
    free = top + LEAST;
  }
}
