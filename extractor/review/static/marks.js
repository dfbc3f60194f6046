// Marks on the paper: outlines over the words, glyphs in the gutters, another's in a second lane.

import { make } from "./dom.js";
import { CURRENT, GLYPHS, isOpen, spoken, stateOf } from "./states.js";

const LEAST = 20; // pixels between two glyphs of a gutter

export class Marks {
  /** `peek` is called with another person's mark and that person's name. */
  constructor(view, desk, peek) {
    Object.assign(this, { view, desk, peek, drawn: new Map(), others: [] });
    view.addEventListener("zoom", () => this.draw(null));
    desk.addEventListener("change", (event) => this.draw(event.detail.marks ?? null));
    desk.addEventListener("state", () => this.draw(null));
    this.draw(null);
  }

  /** Draw these marks again; all, where null. */
  draw(marks) {
    if (!marks) this.#clear();
    for (const mark of marks ?? this.desk.marks) this.#drawMark(mark);
    if (!marks) this.#drawOthers();
    this.#drawHandles();
    this.view.sheets.forEach((sheet) => this.#arrange(sheet));
  }

  #clear() {
    for (const drawn of this.drawn.values()) drawn.forEach((element) => element.remove());
    this.drawn.clear();
  }

  #drawMark(mark) {
    this.drawn.get(mark)?.forEach((element) => element.remove());
    this.drawn.delete(mark);
    if (!this.desk.marks.includes(mark)) return;
    const { start, end } = this.desk.judged(mark);
    const places = mark.state === "orphan" && !this.desk.draftOf(mark).end ? [] : this.view.place(start, end);
    const isCurrent = mark === this.desk.mark;
    const kind = `box shape-${stateOf(mark)} state-${stateOf(mark)}${isCurrent ? " is-current" : ""}`;
    const elements = drawBoxes(places, kind);
    if (places.length) elements.push(this.#drawGlyph(mark, places[0], isCurrent));
    this.drawn.set(mark, elements);
  }

  #drawGlyph(mark, place, isCurrent) {
    const number = this.desk.numberOf(mark);
    const state = stateOf(mark);
    const glyph = isCurrent && isOpen(mark) ? CURRENT : GLYPHS[state];
    const name = `glyph state-${state}${isCurrent ? " is-current" : ""}${mark.pending ? " is-pending" : ""}`;
    const element = make(
      "button",
      { type: "button", class: name, tabIndex: -1, title: spoken(mark, number), "aria-label": spoken(mark, number), on: { click: () => this.desk.go(mark) } },
      make("span", { class: "glyph-sign" }, glyph),
      make("span", {}, String(number)),
    );
    return putBeside(place, element);
  }

  /** The current mark's boundaries, to take hold of. */
  #drawHandles() {
    this.view.sheets.forEach((sheet) => sheet.handles.replaceChildren());
    const { mark } = this.desk;
    if (!mark || mark.state === "orphan") return;
    const { start, end } = this.desk.judged(mark);
    const places = this.view.place(start, end);
    if (!places.length) return;
    drawHandle(places[0], "start");
    drawHandle(places.at(-1), "end");
  }

  #drawOthers() {
    this.others.forEach((element) => element.remove());
    this.others = (this.desk.state.others ?? []).flatMap(({ name, marks }) => marks.flatMap((mark) => this.#drawOther(name, mark)));
  }

  #arrange(sheet) {
    for (const gutter of [sheet.left, sheet.right]) {
      for (const lane of [".glyph:not(.glyph-other)", ".glyph-other"]) arrange(gutter.querySelectorAll(lane), this.view.unit);
    }
  }

  #drawOther(name, mark) {
    const places = mark.state === "orphan" ? [] : this.view.place(mark.start, mark.end);
    if (!places.length) return [];
    const label = `${name}: ${mark.state}`;
    const sign = `${GLYPHS[mark.state]} ${Array.from(name)[0] ?? ""}`;
    const element = make("button", { type: "button", class: "glyph glyph-other", tabIndex: -1, title: label, "aria-label": label, on: { click: () => this.peek(mark, name) } }, sign);
    return [putBeside(places[0], element), ...drawBoxes(places, "box box-other")];
  }
}

/** Draw a rectangle for each place; the first and last are told apart by class. */
export function drawBoxes(places, kind) {
  return places.map(({ sheet, x, y, width, height }, index) => {
    const edges = `${index === 0 ? " is-first" : ""}${index === places.length - 1 ? " is-last" : ""}`;
    const element = make("div", { class: kind + edges });
    Object.assign(element.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    sheet.overlay.append(element);
    return element;
  });
}

function drawHandle({ sheet, x, y, width, height }, edge) {
  const element = make("div", { class: `handle handle-${edge}`, title: `Drag to move the ${edge}` });
  element.dataset.edge = edge;
  const left = edge === "start" ? x : x + width;
  Object.assign(element.style, { left: `${left}px`, top: `${y}px`, height: `${height}px` });
  sheet.handles.append(element);
}

/** Put a glyph into the gutter on the side where its mark begins. */
function putBeside({ sheet, x, y }, element) {
  element.dataset.y = y;
  (x < sheet.middle ? sheet.left : sheet.right).append(element);
  return element;
}

/** Put the glyphs of a lane beside their lines, none over another. */
function arrange(glyphs, unit) {
  const elements = [...glyphs].sort((one, other) => one.dataset.y - other.dataset.y);
  let free = 0;
  for (const element of elements) {
    const top = Math.max(element.dataset.y * unit - 3, free);
    element.style.top = `${top}px`;
    free = top + LEAST;
  }
}
