// Selecting words: by dragging over the page, by the keyboard from a caret, or by the browser's
// own selection (touch, find). A selection is two tokens; it always holds whole words.

import { make } from "./dom.js";
import { drawBoxes } from "./marks.js";

const EDGE = 32; // pixels from the pane's edge at which dragging scrolls it

/**
 * `anchor` and `focus` are tokens; null where nothing is selected. In mark mode (`caret`) there is
 * always a focus, and an anchor once something is selected. Emits "change".
 */
export class Selection extends EventTarget {
  constructor(view, desk, pane) {
    super();
    Object.assign(this, { view, desk, pane, text: view.text, drawn: [] });
    this.#forget();
    view.addEventListener("zoom", () => this.#draw());
    desk.addEventListener("move", () => this.clear());
    document.addEventListener("selectionchange", () => this.#adopt());
  }

  /** Whether there is a caret or a selection. */
  get isActive() {
    return this.focus !== null;
  }

  /** The selected span; null without one. */
  get span() {
    return this.anchor === null ? null : this.text.span(this.anchor, this.focus);
  }

  /** How many words are selected. */
  get length() {
    return this.anchor === null ? 0 : Math.abs(this.focus - this.anchor) + 1;
  }

  /** Enter mark mode: a caret on a word, to be moved by keys. */
  enter(token) {
    Object.assign(this, { caret: true, anchor: null, focus: token, extending: false });
    this.#changed();
  }

  /** Select from one token to another. */
  select(anchor, focus) {
    if (anchor === this.anchor && focus === this.focus) return;
    Object.assign(this, { anchor, focus });
    this.#changed();
  }

  /** Move the caret (or, extending, the selection's end) to a token. */
  moveTo(token, extend) {
    if (!this.view.isShown(token)) return;
    const anchor = extend || this.extending ? (this.anchor ?? this.focus) : null;
    if (anchor === null) this.caret = true;
    Object.assign(this, { anchor, focus: token });
    this.#changed();
    this.#follow();
  }

  /** Select without holding Shift: from here on, moving extends; again: no longer. */
  toggleExtending() {
    this.extending = !this.extending;
    this.anchor = this.extending ? this.focus : null;
    this.#changed();
  }

  /** Leave: no caret, nothing selected. */
  clear() {
    if (!this.isActive) return;
    this.#forget();
    getSelection().removeAllRanges();
    this.#changed();
  }

  /** Begin a drag, of the selection or of a boundary's handle, at a pointer. */
  press(event) {
    if (event.button !== 0 || event.pointerType === "touch") return;
    const { edge } = event.target.dataset ?? {};
    const token = this.view.wordAt(event);
    if (token < 0) return;
    const from = { x: event.clientX, y: event.clientY, token, edge, shift: event.shiftKey, moved: false };
    this.#whileDragging((move) => this.#drag(from, move), () => this.#release(from));
  }

  /** A finger's tap: the mark under it becomes the current one. */
  tap(event) {
    const token = this.view.wordAt(event);
    if (token >= 0 && getSelection().isCollapsed) this.#click(token);
  }

  #whileDragging(drag, release) {
    const ends = new AbortController();
    const stop = () => {
      ends.abort();
      release();
    };
    addEventListener("pointermove", drag, { signal: ends.signal });
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, stop, { signal: ends.signal });
  }

  #drag(from, event) {
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > 4) from.moved = true;
    if (!from.moved) return;
    const token = this.view.wordAt(event);
    this.#scrollAtEdge(event.clientY);
    if (token < 0 || !this.view.isShown(token)) return;
    if (from.edge) this.#moveEdge(from.edge, token);
    else this.select(from.token, token);
  }

  #release(from) {
    if (from.edge) return;
    if (from.moved) this.#tellBrowser();
    else if (from.shift && this.isActive) this.select(this.anchor ?? this.focus, from.token);
    else this.#click(from.token);
  }

  #click(token) {
    const { start, end } = this.text.tokens[token];
    const mark = this.desk.markAt(start) ?? this.desk.markAt(end - 1);
    if (this.caret) this.moveTo(token, false);
    else if (this.isActive) this.clear();
    else if (mark) this.desk.go(mark);
  }

  #moveEdge(edge, token) {
    const { start, end } = this.desk.judged(this.desk.mark);
    const moved = { start, end, [edge]: this.text.tokens[token].core[edge] };
    if (moved.start < moved.end) this.desk.change({ start: moved.start, end: moved.end });
  }

  #scrollAtEdge(y) {
    const { top, bottom } = this.pane.getBoundingClientRect();
    if (y < top + EDGE) this.pane.scrollBy(0, -EDGE / 2);
    if (y > bottom - EDGE) this.pane.scrollBy(0, EDGE / 2);
  }

  /** Let the browser select the same words, so that they can be copied. */
  #tellBrowser() {
    const [first, last] = [this.anchor, this.focus].sort((one, other) => one - other);
    const [from, to] = [this.view.wordElement(first), this.view.wordElement(last)];
    if (from && to) getSelection().setBaseAndExtent(from, 0, to, to.childNodes.length);
  }

  /** Take over what was selected by the browser's own means. */
  #adopt() {
    const native = getSelection();
    if (native.isCollapsed || !this.pane.contains(native.anchorNode) || !this.pane.contains(native.focusNode)) return;
    const range = native.getRangeAt(0);
    const tokens = [range.startContainer, range.endContainer].map((node) => tokenOf(node));
    if (tokens.some((token) => token === null)) return;
    this.select(...tokens);
  }

  #follow() {
    const { start, end } = this.text.tokens[this.focus];
    this.view.reveal(start, end);
  }

  #forget() {
    Object.assign(this, { caret: false, anchor: null, focus: null, extending: false });
  }

  #draw() {
    this.drawn.forEach((element) => element.remove());
    this.drawn = [];
    if (!this.isActive) return;
    const { span } = this;
    if (span) this.drawn.push(...drawBoxes(this.view.place(span.start, span.end), "box is-chosen"));
    if (!this.caret) return;
    const { start, end } = this.text.tokens[this.focus];
    this.drawn.push(...drawBoxes(this.view.place(start, end), "box is-caret"));
  }

  #changed() {
    this.#draw();
    this.dispatchEvent(new Event("change"));
  }
}

function tokenOf(node) {
  const element = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest("[data-token]");
  return element ? Number(element.dataset.token) : null;
}

/** The strip that tells what can be done with the selection. */
export function describeSelection(selection, { add, use, clear }) {
  const { length, extending } = selection;
  const how = length
    ? `${length} ${length === 1 ? "word" : "words"} selected.`
    : "Mark mode: arrows move by word, Shift with arrows selects.";
  const more = length ? "Shift with arrows changes it." : extending ? "" : "Space begins without Shift.";
  return [make("p", {}, how, " ", make("span", { class: "quiet" }, more)), add, use, clear].filter(Boolean);
}
