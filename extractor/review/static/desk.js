// What lies on a person's desk: the paper's marks, the current one, drafts not decided yet, and the
// one way in which a decision is made. Knows no element of the page.

import { freshKey, read, Refused } from "./api.js";
import { following, proposedFor } from "./eligible.js";
import { isAdded, isOpen, stateOf } from "./states.js";
import { Watch } from "./watch.js";

const SETTLE = 700; // milliseconds after which a changed field of a decided mark is recorded
const FIELDS = ["eligibility", "speaker", "voice", "themes", "note"];
const SAID = { confirm: "Confirmed", correct: "Corrected", add: "Added", reject: "Rejected", unsure: "Unsure", withdraw: "Withdrawn" };

/**
 * Emits "change" (detail.marks: what to draw again; null for all), "move" (another mark is current),
 * "decide" (detail: mark, text), "say" and "ask" (detail.text), "refuse" (detail.text), "state" (a new
 * state).
 */
export class Desk extends EventTarget {
  constructor(state, text, outbox) {
    super();
    Object.assign(this, { text, outbox, drafts: new Map(), chosen: new WeakSet(), decidedAt: -Infinity, unsettled: null });
    this.watch = new Watch();
    this.take(state);
    addEventListener("beforeunload", (event) => this.drafts.size && event.preventDefault());
  }

  /** Take over a whole state from the server. */
  take(state) {
    const before = this.state?.phase === state.phase || state.finished ? this.mark?.mark : null;
    Object.assign(this, { state, marks: state.marks, counts: state.counts });
    const kept = this.marks.find((mark) => mark.mark === before);
    this.mark = kept ?? this.marks.find(isOpen) ?? this.marks[0] ?? null;
    this.watch.restart();
    this.#emit("state");
  }

  /** The blind page that is shown now; null when all are closed. */
  get blindPage() {
    return this.state.blind.find((page) => !page.closed)?.page ?? null;
  }

  /** Number of a mark, counted from 1 in the order of the text. */
  numberOf(mark) {
    return this.marks.indexOf(mark) + 1;
  }

  /** All that is said of a mark: as decided, else as suggested, changed by the draft. */
  judged(mark) {
    return { ...this.#settled(mark), ...mark.pending, ...this.draftOf(mark) };
  }

  /** What was changed of a mark and is not decided yet. */
  draftOf(mark) {
    return this.drafts.get(this.#idOf(mark)) ?? {};
  }

  /** The mark that holds a position of the text; the shortest, where several do. */
  markAt(position) {
    const holds = (mark) => mark.start <= position && position < mark.end;
    return this.marks.filter(holds).sort((one, other) => one.end - one.start - (other.end - other.start))[0] ?? null;
  }

  /** Make a mark the current one. */
  go(mark) {
    if (!mark || mark === this.mark) return;
    this.settle();
    const before = this.mark;
    this.mark = mark;
    this.watch.restart();
    this.#changed([before, mark]);
    this.#emit("move");
  }

  /** The next mark (1) or the one before (-1). */
  step(by) {
    const at = this.marks.indexOf(this.mark) + by;
    if (this.marks[at]) this.go(this.marks[at]);
    else this.say(by > 0 ? "This is the last one." : "This is the first one.");
  }

  /** The next open mark after the current one, from the top again after the last. */
  nextOpen() {
    const at = this.marks.indexOf(this.mark);
    const next = [...this.marks.slice(at + 1), ...this.marks.slice(0, Math.max(at, 0))].find(isOpen);
    if (next) this.go(next);
    else if (!this.mark || !isOpen(this.mark)) this.say(this.blindPage ? "" : "Nothing is open any more.");
  }

  /** Whether the last decision is so fresh that another keypress is a reflex. */
  isTooSoon() {
    return performance.now() - this.decidedAt < this.state.settings.double_press_ms;
  }

  /** Accept the current mark: confirmed as suggested, corrected if its span was changed. */
  accept() {
    const { mark } = this;
    if (!mark || this.isTooSoon()) return;
    const { start, end } = this.judged(mark);
    const { suggested } = mark;
    const existence = !suggested ? "add" : suggested.start === start && suggested.end === end ? "confirm" : "correct";
    if (stateOf(mark) === "orphan" && !this.draftOf(mark).end) {
      return this.say("Its place is lost. Select where it stands now and press m, or reject it.");
    }
    if (!isOpen(mark) && this.#isAsDecided(mark, existence)) return this.nextOpen();
    this.#decide(mark, existence);
  }

  /** Reject, be unsure of, or withdraw the current mark. */
  decide(existence, reason = "") {
    if (!this.mark || this.isTooSoon()) return;
    this.#decide(this.mark, existence, reason);
  }

  /** Add what was missed; it becomes the current mark, to be told more of. */
  add(span) {
    if (this.isTooSoon()) return;
    this.settle();
    const known = this.#decidedOn(span);
    if (known) return this.#askAgain(known, span);
    const mark = { mark: "", key: freshKey(), suggested: null, ...span, page: null, state: "open", decision: null, text: this.text.slice(span.start, span.end) };
    this.marks = [...this.marks, mark].sort((one, other) => one.start - other.start || one.end - other.end);
    this.mark = mark;
    this.watch.restart();
    this.#emit("change", { marks: null });
    this.#emit("move");
    this.#decide(mark, "add");
  }

  /**
   * Change what is said of the current mark: kept as a draft, recorded soon if it was decided. From a
   * voice follows a proposed eligibility, unless the person has chosen one.
   */
  change(fields) {
    const { mark } = this;
    if (!mark) return;
    if ("eligibility" in fields) this.chosen.add(mark);
    const said = following(fields, this.state.settings, this.#hasChosen(mark));
    this.#keep(mark, { ...this.draftOf(mark), ...said });
    this.#changed([mark]);
    if (!isOpen(mark) && FIELDS.some((field) => field in fields)) this.#amendSoon(mark);
  }

  /** Forget a changed span. */
  resetSpan() {
    const { start, end, ...rest } = this.mark ? this.draftOf(this.mark) : {};
    if (start === undefined && end === undefined) return;
    this.#keep(this.mark, rest);
    this.#changed([this.mark]);
  }

  /** Record at once what was changed of a decided mark. */
  settle() {
    if (!this.unsettled) return;
    const { mark, timer } = this.unsettled;
    clearTimeout(timer);
    this.unsettled = null;
    const { start, end, ...fields } = this.draftOf(mark);
    if (!Object.keys(fields).length) return;
    this.#keep(mark, start === undefined ? null : { start, end });
    const existence = mark.pending?.existence ?? mark.decision.existence;
    this.#record(mark, { ...this.#settled(mark), ...mark.pending, ...fields, existence }, fields);
  }

  /** Undo the latest decision. */
  async undo() {
    if (this.isTooSoon()) return;
    this.settle();
    this.decidedAt = performance.now();
    const answer = await this.outbox.send("/undo").catch((error) => this.#refused(error));
    if (!answer) return;
    if (!answer.name) return this.#nothingUndone();
    this.counts = answer.counts;
    const mark = this.#put(answer.mark, answer.name);
    if (this.marks.length !== this.counts.marks) await this.reload();
    this.go(mark);
    this.#emit("change", { marks: null });
    this.#emit("decide", { mark, text: "Undone", undone: true });
  }

  /** Nothing was left to undo, or it was undone by a request whose answer was lost. */
  async #nothingUndone() {
    await this.reload();
    this.say("There is nothing to undo.");
  }

  /** Close the blind page, or finish the paper; rejects with the server's advice. */
  async conclude(path) {
    this.settle();
    this.take(await this.outbox.send(path));
  }

  /** Read everything anew. */
  async reload() {
    this.take(await read(`${this.outbox.base}/state`));
  }

  /** Tell something to those who listen. */
  say(text) {
    this.#emit("say", { text });
  }

  /**
   * The mark, decided already, whose place a span is: its very words, or, where it is rejected or
   * unsure, words that share half of what either has.
   */
  #decidedOn(span) {
    const near = (one) => overlap(one, span);
    const least = (mark) => (["rejected", "unsure"].includes(stateOf(mark)) ? 0.5 : 1);
    return this.marks.find((mark) => !isOpen(mark) && Math.max(near(mark), mark.suggested ? near(mark.suggested) : 0) >= least(mark));
  }

  /** One person says one thing of one place: go to what was decided there, with the words marked now. */
  #askAgain(mark, span) {
    this.go(mark);
    if (mark.start !== span.start || mark.end !== span.end) this.change(span);
    const told = { rejected: "You rejected this. Take that back?", unsure: "You were unsure of this. Is it an account after all?" };
    this.#emit("ask", { text: told[stateOf(mark)] ?? "You marked this already. Is it to have these words?" });
  }

  #decide(mark, existence, reason = "") {
    if (this.unsettled?.mark === mark) this.#forgetTimer();
    this.settle();
    this.decidedAt = performance.now();
    const draft = this.draftOf(mark);
    const judged = { ...this.judged(mark), existence, reason };
    this.#keep(mark, null);
    this.#record(mark, judged, draft).then((saved) => saved && this.#emit("decide", { mark: saved, text: SAID[existence] }));
    if (existence !== "add" || mark.mark) this.nextOpen();
  }

  /** Send a decision; until it is acknowledged the mark carries it as pending. */
  async #record(mark, judged, draft) {
    const seconds = mark === this.mark ? this.watch.seconds : 0;
    mark.pending = judged;
    mark.refusals = draft;
    this.#changed([mark]);
    const body = () => this.#body(mark, judged, seconds);
    const answer = await this.outbox.send("/decisions", body, mark.mark ? undefined : mark.key).catch((error) => this.#refused(error, mark, judged));
    if (!answer) return null;
    this.counts = answer.counts;
    return this.#acknowledge(mark, judged, answer.mark);
  }

  #body(mark, judged, seconds) {
    const kept = ["reject", "withdraw"].includes(judged.existence) ? { eligibility: null } : {};
    const { existence, start, end, reason, eligibility, speaker, voice, themes, note } = judged;
    const shown = Boolean(this.state.settings.show_scores && mark.suggested && mark.suggested.score !== null);
    const said = { existence, start, end, reason, eligibility, speaker: speaker || null, voice, themes, note, ...kept };
    return { mark: mark.mark, ...said, seconds: Math.round(seconds * 10) / 10, score_shown: shown, themes_shown: Boolean(mark.themesShown) };
  }

  /** The server has it on disk: the mark becomes what the server says it is. */
  #acknowledge(mark, judged, saved) {
    const isLatest = mark.pending === judged;
    const gone = !saved;
    const draft = this.draftOf(mark);
    this.#keep(mark, null);
    Object.assign(mark, saved ?? {});
    this.#keep(mark, draft);
    if (isLatest) mark.pending = null;
    if (gone && isAdded(mark)) this.#remove(mark);
    this.#emit("change", { marks: gone ? null : [mark] });
    return mark;
  }

  #refused(error, mark, judged) {
    if (!(error instanceof Refused)) throw error;
    if (mark && mark.pending === judged) {
      mark.pending = null;
      if (mark.mark) this.#keep(mark, { ...mark.refusals, ...this.draftOf(mark) });
      else this.#remove(mark);
      this.#emit("change", { marks: null });
    }
    this.#emit("refuse", { text: error.message, mark });
    return null;
  }

  /** Put a mark as the server gave it in place of the one of the same name; null: it is gone. */
  #put(fresh, name) {
    const known = this.marks.find((mark) => mark.mark === name);
    if (!fresh && known) this.#remove(known);
    if (!fresh) return null;
    if (known) return Object.assign(known, fresh, { pending: null });
    this.marks = [...this.marks, fresh].sort((one, other) => one.start - other.start);
    return fresh;
  }

  #remove(mark) {
    const at = this.marks.indexOf(mark);
    this.marks = this.marks.filter((one) => one !== mark);
    this.drafts.delete(this.#idOf(mark));
    if (mark === this.mark) this.mark = this.marks[Math.min(at, this.marks.length - 1)] ?? null;
  }

  #settled(mark) {
    const { decision, suggested } = mark;
    const voice = decision ? decision.voice : (suggested?.voice ?? null);
    return {
      start: mark.start,
      end: mark.end,
      reason: decision?.reason ?? "",
      eligibility: decision?.eligibility ?? proposedFor(voice, this.state.settings),
      speaker: decision ? decision.speaker : (suggested?.speaker ?? null),
      voice,
      themes: decision?.themes ?? [],
      note: decision?.note ?? "",
    };
  }

  /** Whether the person chose the eligibility: now, or before, other than was proposed. */
  #hasChosen(mark) {
    const { eligibility, voice } = mark.decision ?? {};
    return this.chosen.has(mark) || (Boolean(eligibility) && eligibility !== proposedFor(voice, this.state.settings));
  }

  #isAsDecided(mark, existence) {
    const said = mark.pending ?? mark.decision;
    return said?.existence === existence && !Object.keys(this.draftOf(mark)).length;
  }

  #amendSoon(mark) {
    this.#forgetTimer();
    this.unsettled = { mark, timer: setTimeout(() => this.settle(), SETTLE) };
  }

  #forgetTimer() {
    clearTimeout(this.unsettled?.timer);
    this.unsettled = null;
  }

  #keep(mark, draft) {
    if (draft && Object.keys(draft).length) this.drafts.set(this.#idOf(mark), draft);
    else this.drafts.delete(this.#idOf(mark));
  }

  /** What a draft is kept under: an addition has no name before it is saved. */
  #idOf(mark) {
    return mark.mark || mark.key;
  }

  #changed(marks) {
    this.#emit("change", { marks: marks.filter(Boolean) });
  }

  #emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** The share of two spans' letters that are in both. */
function overlap(one, other) {
  const shared = Math.min(one.end, other.end) - Math.max(one.start, other.start);
  return Math.max(shared, 0) / (Math.max(one.end, other.end) - Math.min(one.start, other.start));
}
