// A paper without pages (JATS): its blocks as running text, with the same words and spans.
// Offers what the view of pages offers (see pages.js), in pixels of its one sheet.

import { isStill, make } from "./dom.js";
import { glide } from "./pages.js";

const TAGS = { title: "h2", heading: "h2" };
const STEPS = [0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.75, 2];

export class RunningView extends EventTarget {
  /** Emits "zoom" whenever the text has been set anew and marks must be drawn again. */
  constructor(pane, text) {
    super();
    Object.assign(this, { pane, text, scale: 1, elements: [], page: null });
    this.sheets = [makeSheet()];
    const [sheet] = this.sheets;
    sheet.words.append(...text.blocks.map((block) => this.#block(block)));
    pane.replaceChildren(sheet.element);
    new ResizeObserver(() => this.dispatchEvent(new Event("zoom"))).observe(sheet.words);
  }

  place(start, end) {
    const range = this.range(start, end);
    if (!range) return [];
    const origin = this.sheets[0].paper.getBoundingClientRect();
    return joined([...range.getClientRects()]).map(({ left, top, right, bottom }) => (
      { sheet: this.sheets[0], x: left - origin.left, y: top - origin.top, width: right - left, height: bottom - top }
    ));
  }

  /** The range of the document's nodes that holds [start, end). */
  range(start, end) {
    const [first, last] = this.text.tokensOf(start, end);
    if (!this.elements[first] || !this.elements[last]) return null;
    const range = document.createRange();
    range.setStart(this.elements[first].firstChild, this.#offset(first, start));
    range.setEnd(this.elements[last].firstChild, this.#offset(last, end));
    return range;
  }

  wordAt({ clientX, clientY, target }) {
    const own = target?.closest?.("[data-token]") ?? document.elementFromPoint(clientX, clientY)?.closest?.("[data-token]");
    if (own && this.pane.contains(own)) return Number(own.dataset.token);
    return this.#nearest(clientX, clientY);
  }

  wordElement(token) {
    return this.elements[token];
  }

  reveal(start, end, { atOnce = false } = {}) {
    const box = this.range(start, end)?.getBoundingClientRect();
    if (box) glide(this.pane, box.top, box.left, atOnce);
  }

  showPage() {
    this.pane.scrollTo({ top: 0, behavior: isStill() ? "instant" : "smooth" });
  }

  show() {}

  zoom(step) {
    const steps = step > 0 ? STEPS.filter((one) => one > this.scale) : STEPS.filter((one) => one < this.scale);
    const read = this.pane.scrollTop / this.pane.scrollHeight;
    this.scale = step === 0 ? 1 : ((step > 0 ? steps[0] : steps.at(-1)) ?? this.scale);
    this.pane.style.setProperty("--scale", this.scale);
    this.pane.scrollTop = read * this.pane.scrollHeight;
    this.dispatchEvent(new Event("zoom"));
  }

  get unit() {
    return 1;
  }

  isShown() {
    return true;
  }

  get percent() {
    return Math.round(this.scale * 100);
  }

  /** The token nearest below or above a token, as the text is set now. */
  inNextLine(token, step) {
    const from = this.#box(token);
    let best = token;
    let line = null;
    for (let index = token + step; this.elements[index]; index += step) {
      const box = this.#box(index);
      if (Math.abs(box.top - from.top) < from.height / 2) continue;
      line ??= box.top;
      if (Math.abs(box.top - line) > box.height / 2) break;
      if (best === token || away(box, from) < away(this.#box(best), from)) best = index;
    }
    return best;
  }

  edgeOfLine(token, atEnd) {
    const { top, height } = this.#box(token);
    const step = atEnd ? 1 : -1;
    let edge = token;
    while (this.elements[edge + step] && Math.abs(this.#box(edge + step).top - top) < height / 2) edge += step;
    return edge;
  }

  #block([start, end, kind]) {
    const element = make(TAGS[kind] ?? "p", { class: `block block-${kind.replaceAll(" ", "-")}` });
    let at = start;
    for (let index = this.text.tokenAt(start); index < this.text.tokens.length; index += 1) {
      const token = this.text.tokens[index];
      if (token.start >= end) break;
      element.append(this.text.slice(at, token.start), this.#word(index));
      at = token.end;
    }
    return element;
  }

  #word(index) {
    const { start, end } = this.text.tokens[index];
    this.elements[index] = make("span", { "data-token": index }, this.text.slice(start, end));
    return this.elements[index];
  }

  #offset(token, position) {
    const { start, end } = this.text.tokens[token];
    return this.text.slice(start, Math.min(Math.max(position, start), end)).length;
  }

  #box(token) {
    return this.elements[token].getBoundingClientRect();
  }

  #nearest(x, y) {
    const node = document.caretPositionFromPoint?.(x, y)?.offsetNode ?? document.caretRangeFromPoint?.(x, y)?.startContainer;
    const near = [node?.parentElement, node?.nextSibling, node?.previousSibling].find((one) => one?.dataset?.token);
    return near ? Number(near.dataset.token) : -1;
  }
}

function makeSheet() {
  const [left, right, words] = ["gutter", "gutter gutter-right", "running"].map((name) => make("div", { class: name }));
  const overlay = make("div", { class: "layer overlay", "aria-hidden": "true" });
  const handles = make("div", { class: "layer handles" });
  const paper = make("div", { class: "paper is-running" }, overlay, words, handles);
  const element = make("div", { class: "sheet" }, left, paper, right);
  return { page: null, element, left, right, middle: Infinity, paper, overlay, words, handles };
}

/** Rectangles of one line, joined. */
function joined(rectangles) {
  const lines = [];
  for (const { left, top, right, bottom } of rectangles.filter((one) => one.width > 0)) {
    const line = lines.at(-1);
    if (line && Math.abs(line.top - top) < (bottom - top) / 2) {
      Object.assign(line, { left: Math.min(line.left, left), right: Math.max(line.right, right) });
    } else lines.push({ left, top, right, bottom });
  }
  return lines;
}

function away(box, from) {
  return Math.abs(box.left + box.width / 2 - from.left - from.width / 2);
}
