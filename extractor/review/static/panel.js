// The panel: the current quotation as a slice of the page, and all that can be said of it.

import { EndedThemes, nameOf } from "./codebook.js";
import { button, make } from "./dom.js";
import { Fields, nudgeButton } from "./fields.js";
import { Reasons } from "./reasons.js";
import { difference, GLYPHS, isAdded, isOpen, stateOf } from "./states.js";

const CONTEXT = 110; // letters before and after the quotation: about two lines

export class Panel {
  /** `leave` gives the keys back to the page; `marking` enters mark mode. */
  constructor(element, desk, { leave, marking }) {
    Object.assign(this, { element, desk });
    this.fields = new Fields(desk, leave);
    this.ended = new EndedThemes(desk);
    this.reasons = new Reasons(desk, leave);
    this.head = this.#makeHead();
    this.quote = make("blockquote", { class: "quote", tabIndex: 0, "aria-label": "The quotation with its context" });
    this.edges = this.#makeEdges();
    this.about = make("div", { class: "about" });
    this.beside = make("section", { class: "beside", "aria-label": "What others said", hidden: true });
    this.actions = this.#makeActions(marking);
    this.empty = make("div", { class: "empty stack" });
    const scroll = make("div", { class: "panel-scroll" }, this.quote, this.edges, this.beside, this.ended.element, this.fields.element, this.about, this.empty);
    element.replaceChildren(this.head, scroll, this.reasons.element, this.actions);
    for (const name of ["change", "move", "state"]) desk.addEventListener(name, () => this.#renderSoon());
    desk.addEventListener("move", () => {
      this.reasons.close();
      scroll.scrollTo(0, 0);
    });
    this.render();
  }

  /** Show the current mark; several changes of one keypress are shown at once. */
  #renderSoon() {
    if (this.isDue) return;
    this.isDue = true;
    queueMicrotask(() => {
      this.isDue = false;
      this.render();
    });
  }

  /** Show the current mark. */
  render() {
    const { mark } = this.desk;
    for (const part of [this.quote, this.edges, this.about]) part.hidden = !mark;
    this.empty.hidden = Boolean(mark);
    this.#renderHead(mark);
    this.fields.render();
    this.ended.render();
    this.#renderActions(mark);
    this.#renderBeside(mark);
    if (!mark) return this.#renderEmpty();
    const { start, end } = this.desk.judged(mark);
    this.#renderQuote(mark, start, end);
    this.#renderEdges(mark, start, end);
    this.about.replaceChildren(...this.#about(mark));
  }

  /** Move one boundary of the current mark by a word. */
  nudge(edge, step) {
    const { mark, text } = this.desk;
    if (!mark || mark.state === "orphan") return;
    const { start, end } = this.desk.judged(mark);
    const span = text.nudged({ start, end }, edge, step, [mark.suggested?.[edge], mark[edge]].filter(Number.isFinite));
    if (span.start === start && span.end === end) return this.desk.say("It cannot go further.");
    if (span.start === mark.start && span.end === mark.end) return this.desk.resetSpan();
    this.desk.change({ start: span.start, end: span.end });
  }

  #makeHead() {
    const step = (sign, name, key, by) => button(sign, () => this.desk.step(by), { kind: "button-quiet button-small", "aria-label": name, "aria-keyshortcuts": key, title: `${name} (${key})` });
    this.title = make("h2");
    this.badge = make("span");
    this.steps = [step("‹", "Previous quotation", "k", -1), step("›", "Next quotation", "j", 1)];
    return make("header", { class: "panel-head" }, this.title, this.badge, ...this.steps);
  }

  #renderHead(mark) {
    const total = this.desk.marks.length;
    this.title.textContent = mark ? `Quotation ${this.desk.numberOf(mark)} of ${total}` : "Quotations";
    this.badge.replaceChildren(...(mark ? [badge(mark)] : []));
    this.steps.forEach((step) => (step.hidden = !total));
  }

  #renderQuote(mark, start, end) {
    const { text } = this.desk;
    const lost = mark.state === "orphan" && !this.desk.draftOf(mark).end;
    const before = lost ? (mark.before ?? "") : text.slice(start - CONTEXT, start);
    const after = lost ? (mark.after ?? "") : text.slice(end, end + CONTEXT);
    const isCut = start > CONTEXT && !lost;
    const piece = (name, words) => make("span", { class: name }, words.replace(/\n+/g, "\n"));
    this.quote.replaceChildren(
      piece("context", isCut ? before.replace(/^\S*\s+/, "… ") : before),
      piece("said", lost ? mark.text || "(These words are not in the text any more.)" : text.slice(start, end)),
      piece("context", after.replace(/\s+\S*$/, "\u00a0…")),
    );

  }

  #makeEdges() {
    this.moved = make("p", { class: "moved small" });
    const nudge = (sign, name, key, edge, step) => nudgeButton(sign, name, key, () => this.nudge(edge, step));
    return make(
      "div",
      { class: "edges", role: "group", "aria-label": "Boundaries" },
      make("span", { class: "field-name" }, "Start"),
      nudge("←", "Start one word out", "[", "start", -1),
      nudge("→", "Start one word in", "]", "start", 1),
      make("span", { class: "field-name" }, "End"),
      nudge("←", "End one word in", "{", "end", -1),
      nudge("→", "End one word out", "}", "end", 1),
      this.moved,
    );
  }

  #renderEdges(mark, start, end) {
    const from = mark.suggested ?? mark;
    const told = mark.state === "orphan" ? "" : difference(this.desk.text, from, { start, end });
    const draft = this.desk.draftOf(mark);
    const isDraft = draft.start !== undefined && mark.state !== "orphan";
    this.moved.replaceChildren();
    if (told) this.moved.append(`${told}${mark.suggested ? " than suggested" : ""} `);
    if (mark.state === "orphan") this.moved.append("The text was read anew, and this no longer stands in it exactly. Select where it stands now, press m, then c; or reject it.");
    if (isDraft) this.moved.append("– c records it ", button("Reset", () => this.desk.resetSpan(), { kind: "button-small" }));
  }

  /** Why it is suggested, and why it was rejected. */
  #about(mark) {
    const { suggested } = mark;
    const score = this.desk.state.settings.show_scores ? suggested?.score : null;
    const told = typeof score === "number" && `score ${score.toFixed(2)}`;
    const why = suggested && [...suggested.why, suggested.form, told].filter(Boolean).join(" · ");
    return [
      decided(mark),
      why && make("p", { class: "small quiet" }, make("span", { class: "field-name" }, "Why "), why),
    ].filter(Boolean);
  }

  /** The buttons are made once and only shown, hidden or renamed: none vanishes under a pointer. */
  #makeActions(marking) {
    const { desk } = this;
    const quiet = "button-quiet button-small";
    this.acceptWords = make("span");
    this.does = {
      accept: button(this.acceptWords, () => desk.accept(), { key: "c", kind: "button-primary" }),
      reject: button("Reject", () => this.reasons.open(), { key: "r" }),
      unsure: button("Unsure", () => desk.decide("unsure"), { key: "u" }),
      withdraw: button("Withdraw", () => desk.decide("withdraw"), { key: "x" }),
      undo: button("Undo", () => desk.undo(), { key: "z", kind: quiet }),
      add: button("Add what was missed", marking, { key: "a", kind: quiet }),
    };
    return make("div", { class: "actions" }, ...Object.values(this.does));
  }

  #renderActions(mark) {
    const isOwn = Boolean(mark) && isAdded(mark);
    for (const name of ["accept", "unsure"]) this.does[name].hidden = !mark;
    this.does.reject.hidden = !mark || isOwn;
    this.does.withdraw.hidden = !mark || isOpen(mark);
    if (mark) this.acceptWords.textContent = this.#acceptLabel(mark);
    const { withdraw } = this.does;
    withdraw.classList.toggle("button-quiet", !isOwn);
    withdraw.classList.toggle("button-small", !isOwn);
  }

  #acceptLabel(mark) {
    if (isAdded(mark)) return "Keep";
    const { start, end } = this.desk.judged(mark);
    return start === mark.suggested.start && end === mark.suggested.end ? "Confirm" : "Correct";
  }

  #renderEmpty() {
    const blind = this.desk.blindPage !== null;
    const words = blind
      ? ["Nothing marked on this page yet.", "Drag over the words of an account, or press a and use the arrows; then press a or Enter."]
      : ["No quotation is suggested in this paper.", "Add what you find: drag over the words, or press a. Then finish the paper."];
    this.empty.replaceChildren(...words.map((line) => make("p", {}, line)));
  }

  /** What others said of the same words, once all have finished. */
  #renderBeside(mark) {
    const { others } = this.desk.state;
    this.beside.hidden = !others;
    if (!others) return;
    this.beside.replaceChildren(...others.map((other) => besideOf(other, mark, this.desk)));
  }

  /** Show another person's mark that is none of mine. */
  peek(mark, name) {
    const line = make("p", {}, `“${mark.text}”`);
    this.beside.prepend(make("article", { class: "other-said is-peek" }, make("h3", {}, `${name} marked here`), line, ...said(mark, this.desk)));
    this.beside.scrollIntoView({ block: "nearest" });
  }
}

function badge(mark) {
  if (!mark) return null;
  const state = stateOf(mark);
  return make("span", { class: `badge state-${state}` }, make("span", { "aria-hidden": "true" }, GLYPHS[state]), mark.pending ? `${state}, saving` : state);
}

function decided(mark) {
  const reason = (mark.pending ?? mark.decision)?.reason;
  if (!reason) return null;
  return make("p", { class: "small" }, make("span", { class: "field-name" }, "Reason "), reason);
}

function besideOf(other, mark, desk) {
  const overlaps = (one) => mark && one.start < mark.end && mark.start < one.end;
  const theirs = other.marks.filter(overlaps);
  const lines = theirs.flatMap((one) => [
    make("p", {}, make("span", { class: "badge other" }, GLYPHS[one.state], ` ${one.state}`)),
    difference(desk.text, mark, one) && make("p", { class: "small" }, `${other.name} ${difference(desk.text, mark, one)}.`),
    ...said(one, desk),
  ]);
  const nothing = make("p", { class: "quiet" }, "marked nothing here.");
  return make("article", { class: "other-said" }, make("h3", {}, other.name), ...(theirs.length ? lines : [nothing]));
}

/** The words of a decision, a line each. */
function said({ decision }, desk) {
  if (!decision) return [];
  const themes = (decision.themes ?? []).map((id) => nameOf(desk.state, id));
  const facts = [decision.reason, decision.speaker, decision.voice, decision.eligibility, themes.join(", "), decision.note];
  return [make("p", { class: "small quiet" }, facts.filter(Boolean).join(" · "))];
}
