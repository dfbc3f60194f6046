// The paper as printed: its pages stacked, each a picture with its words over it.
// A view offers: sheets, place, unit, wordAt, wordElement, isShown, reveal, showPage, show, zoom,
// percent, page, inNextLine, edgeOfLine; it emits "page" and "zoom".

import { isStill, make } from "./dom.js";
import { fillLayer } from "./layer.js";

const AHEAD = 2;
const FINE = 1.7; // device pixels a point from which the finer picture is fetched
const STEPS = [0.5, 0.67, 0.8, 1, 1.15, 1.33, 1.5, 1.75, 2, 2.5, 3, 4];
const MARGIN = 8;

export class PageView extends EventTarget {
  /** `pictureOf(number, dpi)` is the address of a page's picture. Emits "page" and "zoom". */
  constructor(pane, text, pages, pictureOf) {
    super();
    Object.assign(this, { pane, text, pictureOf, scale: 1, fitted: true });
    this.sheets = pages.map((page) => makeSheet(page));
    this.byNumber = new Map(this.sheets.map((sheet) => [sheet.page.number, sheet]));
    pane.replaceChildren(...this.sheets.map((sheet) => sheet.element));
    this.#fit();
    this.#watch();
    this.#fillInIdleTime();
  }

  /** Where [start, end) stands: a rectangle for each line, in points, on its sheet. */
  place(start, end) {
    return this.text
      .boxes(start, end)
      .map(({ page, x0, top, x1, bottom }) => ({ sheet: this.byNumber.get(page), x: x0, y: top, width: x1 - x0, height: bottom - top }))
      .filter((rectangle) => rectangle.sheet && !rectangle.sheet.element.hidden);
  }

  /** The token under or nearest to a pointer; -1 where no page with words is near. */
  wordAt({ clientX, clientY }) {
    const sheet = nearestSheet(this.sheets, clientY);
    if (!sheet) return -1;
    const box = sheet.paper.getBoundingClientRect();
    return this.text.nearest(sheet.page.number, (clientX - box.left) / this.scale, (clientY - box.top) / this.scale);
  }

  /** The element that holds a token's (first) letters, made if need be. */
  wordElement(token) {
    const sheet = this.byNumber.get(this.text.tokens[token].page);
    this.#fill(sheet);
    return sheet.tokens.get(token);
  }

  /** Glide to where a span stands, unless it already stands comfortably in view. */
  reveal(start, end, { atOnce = false } = {}) {
    const [first] = this.place(start, end);
    if (!first) return;
    const box = first.sheet.paper.getBoundingClientRect();
    glide(this.pane, box.top + first.y * this.scale, box.left + first.x * this.scale, atOnce);
  }

  /** Show a page from its top. */
  showPage(number) {
    const sheet = this.byNumber.get(number);
    if (sheet) this.pane.scrollTo({ top: sheet.element.offsetTop - MARGIN, behavior: isStill() ? "instant" : "smooth" });
  }

  /** Show only these pages (all, where null). */
  show(numbers) {
    for (const sheet of this.sheets) sheet.element.hidden = Boolean(numbers) && !numbers.includes(sheet.page.number);
    this.#notePage();
  }

  /** One step larger (1) or smaller (-1); 0 fits the page's width. */
  zoom(step) {
    this.fitted = step === 0;
    if (this.fitted) return this.#fit();
    const steps = step > 0 ? STEPS.filter((one) => one > this.scale + 0.01) : STEPS.filter((one) => one < this.scale - 0.01);
    if (steps.length) this.#scaleTo(step > 0 ? steps[0] : steps.at(-1));
  }

  /** The page that is read now. */
  get page() {
    return this.current ?? this.sheets.find((sheet) => !sheet.element.hidden)?.page;
  }

  /** Pixels of the screen in one unit of `place`. */
  get unit() {
    return this.scale;
  }

  /** Whether a token's page is among those shown. */
  isShown(token) {
    return !this.byNumber.get(this.text.tokens[token].page)?.element.hidden;
  }

  /** How large pages are, as a share of their printed size. */
  get percent() {
    return Math.round(this.scale * 75);
  }

  inNextLine(token, step) {
    return this.text.inNextLine(token, step);
  }

  edgeOfLine(token, atEnd) {
    return this.text.edgeOfLine(token, atEnd);
  }

  #fit() {
    const widest = Math.max(...this.sheets.map((sheet) => sheet.page.width));
    const shown = this.sheets.find((sheet) => !sheet.element.hidden) ?? this.sheets[0];
    const free = this.pane.clientWidth - 2 * shown.left.offsetWidth - MARGIN;
    this.#scaleTo(Math.min(Math.max(free / widest, 0.5), 2.2));
  }

  #scaleTo(scale) {
    if (scale === this.scale && this.isSet) return;
    this.isSet = true;
    const { scrollTop, scrollHeight } = this.pane;
    this.scale = scale;
    this.pane.style.setProperty("--scale", scale);
    this.pane.scrollTop = scrollTop * (this.pane.scrollHeight / scrollHeight);
    for (const sheet of this.sheets) if (sheet.picture.src) this.#draw(sheet);
    this.dispatchEvent(new Event("zoom"));
  }

  #watch() {
    const near = (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => this.#drawFrom(entry.target));
    const observer = new IntersectionObserver(near, { root: this.pane });
    this.sheets.forEach((sheet) => observer.observe(sheet.element));
    this.pane.addEventListener("scroll", () => this.#notePage(), { passive: true });
    new ResizeObserver(() => this.fitted && this.#fit()).observe(this.pane);
  }

  #drawFrom(element) {
    const shown = this.sheets.filter((sheet) => !sheet.element.hidden);
    const at = shown.findIndex((sheet) => sheet.element === element);
    for (const sheet of shown.slice(Math.max(0, at), at + 1 + AHEAD)) {
      this.#draw(sheet);
      this.#fill(sheet);
    }
  }

  #draw(sheet) {
    const dpi = this.scale * devicePixelRatio > FINE ? 160 : 110;
    if ((sheet.dpi ?? 0) >= dpi) return;
    sheet.dpi = dpi;
    sheet.picture.src = this.pictureOf(sheet.page.number, dpi);
  }

  #fill(sheet) {
    sheet.tokens ??= fillLayer(sheet.words, this.text, sheet.page.number);
  }

  /** Fill one page after the other while nothing else happens, so that browser find works. */
  #fillInIdleTime() {
    const rest = [...this.sheets];
    const later = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 50));
    const next = () => {
      const sheet = rest.shift();
      if (!sheet) return;
      this.#fill(sheet);
      later(next);
    };
    later(next);
  }

  #notePage() {
    const top = this.pane.getBoundingClientRect().top + this.pane.clientHeight * 0.4;
    const sheet = nearestSheet(this.sheets, top);
    if (!sheet || sheet.page === this.current) return;
    this.current = sheet.page;
    this.dispatchEvent(new Event("page"));
  }
}

/** Scroll so that a point of the window stands in the upper half of `pane`, if it does not yet. */
export function glide(pane, y, x, atOnce = false) {
  const { top, left, height, width } = pane.getBoundingClientRect();
  const inView = y > top + height * 0.12 && y < top + height * 0.7;
  const aside = x < left || x > left + width * 0.9 ? x - left - width * 0.2 : 0;
  if (inView && !aside) return;
  const down = inView ? 0 : y - top - height * 0.32;
  pane.scrollBy({ top: down, left: aside, behavior: atOnce || isStill() ? "instant" : "smooth" });
}

/** What a reader would cite: the printed label, else the number. */
export function labelOf(page) {
  return page.label || String(page.number);
}

function makeSheet(page) {
  const left = make("div", { class: "gutter" });
  const right = make("div", { class: "gutter gutter-right" });
  const picture = make("img", { class: "picture", alt: "", decoding: "async", draggable: false });
  const [overlay, words, handles] = ["overlay", "words", "handles"].map((name) => make("div", { class: `layer ${name}` }));
  overlay.setAttribute("aria-hidden", "true");
  const paper = make("div", { class: "paper" }, picture, overlay, words, handles);
  const element = make("section", { class: "sheet", "aria-label": `Page ${labelOf(page)}` }, left, paper, right);
  element.style.setProperty("--width", page.width);
  element.style.setProperty("--height", page.height);
  picture.addEventListener("load", () => paper.classList.add("is-drawn"));
  picture.addEventListener("error", () => paper.classList.add("is-undrawn"));
  return { page, element, left, right, middle: page.width / 2, paper, picture, overlay, words, handles, tokens: null };
}

function nearestSheet(sheets, y) {
  const away = (sheet) => {
    const { top, bottom } = sheet.element.getBoundingClientRect();
    return Math.max(top - y, 0, y - bottom);
  };
  const shown = sheets.filter((sheet) => !sheet.element.hidden);
  return shown.length ? shown.reduce((one, other) => (away(other) < away(one) ? other : one)) : null;
}
