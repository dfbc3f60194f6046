// The new account that somebody is making of a conflict: one span or, split, several; over one
// unit or, merged, several. Offers to fields and selection what they know of a desk.

import { beginning } from "./bench.js";
import { following } from "./eligible.js";

const SENTENCE_END = /[.?!…][”’"'»)\]]*$/u;

/** Emits "change" (what is drafted), "move" (another unit is current). */
export class Draft extends EventTarget {
  constructor(bench, text) {
    super();
    const { voices, eligibilities, themes, ended, settings } = bench.docket;
    Object.assign(this, { bench, text, units: [], pieces: [], at: 0, hasChosen: false });
    this.state = { voices, eligibilities, themes, ended, settings: { ...settings, show_scores: false } };
    bench.addEventListener("settle", () => this.drop());
    bench.addEventListener("move", () => {
      this.drop();
      this.dispatchEvent(new Event("move"));
    });
  }

  /** Whether something is drafted. */
  get isBegun() {
    return this.pieces.length > 0;
  }

  /** The outcome that settling the draft is. */
  get outcome() {
    if (this.units.length > 1) return "merge";
    return this.pieces.length > 1 ? "split" : "new";
  }

  /** The piece that keys and fields are about; null without a draft. */
  get mark() {
    return this.pieces[this.at] ?? null;
  }

  /** Begin from what the person at `place` said (null: from the first who takes it for an account). */
  begin(place = null) {
    if (!this.bench.isReady) return false;
    this.hasChosen = false;
    this.#set([this.bench.unit], [beginning(this.bench.unit, place)], 0);
    return true;
  }

  /** Begin, or go on, with this span. */
  use(span) {
    if (this.isBegun || this.begin()) this.change({ start: span.start, end: span.end });
  }

  /** Leave the draft. */
  drop() {
    if (this.isBegun) this.#set([], [], 0);
  }

  /** Move an edge of the current piece by a word; what touches it moves along. */
  nudge(edge, step) {
    if (!this.isBegun && !this.begin()) return;
    const piece = this.mark;
    const neighbour = this.pieces[this.at + (edge === "start" ? -1 : 1)];
    const touches = neighbour && this.#touch(piece, neighbour);
    const moved = this.text.nudged(piece, edge, step);
    const pushed = neighbour && touches ? this.#pushed(neighbour, edge, moved) : neighbour;
    if (neighbour && (!pushed || this.#overlaps(moved, pushed))) return this.say("The other part stands there.");
    if (pushed) Object.assign(neighbour, pushed);
    this.change({ start: moved.start, end: moved.end });
    this.say(`${edge === "start" ? "Begins" : "Ends"}: ${this.#wordAt(edge)}`);
  }

  /** Split the current piece in two, at the end of a sentence near its middle. */
  split() {
    if (!this.isBegun && !this.begin()) return;
    if (this.units.length > 1) return this.say("What is merged cannot be split at once.");
    const [first, last] = this.text.tokensOf(this.mark.start, this.mark.end);
    if (first >= last) return this.say("One word cannot be split.");
    const cut = this.#cut(first, last);
    const parts = [
      { ...this.mark, themes: [...this.mark.themes], end: this.text.ends[cut] },
      { ...this.mark, themes: [...this.mark.themes], start: this.text.starts[cut + 1] },
    ];
    this.#set(this.units, this.pieces.toSpliced(this.at, 1, ...parts), this.at + 1);
    this.say(`Split into ${this.pieces.length}. This is part ${this.at + 1}; brackets move the cut, p goes to the next part.`);
  }

  /** Merge with the next conflict. */
  merge() {
    if (this.pieces.length > 1) return this.say("What is split cannot be merged at once.");
    const next = this.bench.after(this.isBegun ? this.units : [this.bench.unit]);
    if (!next) return this.say("No conflict comes after this one.");
    if (!this.isBegun && !this.begin()) return;
    const other = beginning(next);
    const { start, end } = this.mark;
    const whole = { ...this.mark, start: Math.min(start, other.start), end: Math.max(end, other.end) };
    this.#set([...this.units, next], [whole], 0);
    this.say(`Merged with conflict ${this.bench.numberOf(next)}.`);
  }

  /** Go to the next part of what is split. */
  nextPiece() {
    if (this.pieces.length < 2) return;
    this.at = (this.at + 1) % this.pieces.length;
    this.dispatchEvent(new Event("change"));
    this.say(`Part ${this.at + 1} of ${this.pieces.length}.`);
  }

  /** Settle the conflict as it is drafted. */
  conclude() {
    if (!this.isBegun) return null;
    const judgements = this.pieces.map((piece) => ({ ...piece, speaker: piece.speaker?.trim() || null, existence: "add", reason: "", note: "" }));
    return this.bench.conclude(this.outcome, this.units, judgements);
  }

  /** What fields and selection ask of a desk. */
  judged(mark) {
    return mark;
  }

  change(values) {
    if (!this.mark) return;
    this.hasChosen ||= "eligibility" in values;
    Object.assign(this.mark, following(values, this.state.settings, this.hasChosen));
    this.dispatchEvent(new Event("change"));
  }

  say(text) {
    this.bench.say(text);
  }

  /** A draft is settled as a whole, not field by field. */
  settle() {}

  markAt(position) {
    return this.bench.unitAt(position);
  }

  go(unit) {
    this.bench.go(unit);
  }

  #set(units, pieces, at) {
    Object.assign(this, { units, pieces, at });
    this.dispatchEvent(new Event("change"));
  }

  /** The token after which to cut: the end of the sentence nearest the middle, else the middle. */
  #cut(first, last) {
    const middle = (first + last - 1) / 2;
    const tokens = Array.from({ length: last - first }, (_, index) => first + index);
    const ends = tokens.filter((token) => SENTENCE_END.test(this.text.slice(this.text.tokens[token].start, this.text.tokens[token].end)));
    const nearest = (one, other) => (Math.abs(other - middle) < Math.abs(one - middle) ? other : one);
    return (ends.length ? ends : tokens).reduce(nearest);
  }

  /** Whether no word stands between two pieces. */
  #touch(one, other) {
    const [before, after] = one.start < other.start ? [one, other] : [other, one];
    return this.text.tokensOf(after.start, after.end)[0] - this.text.tokensOf(before.start, before.end)[1] <= 1;
  }

  /** A neighbour whose facing edge follows an edge that moved; null where nothing would be left. */
  #pushed(neighbour, edge, moved) {
    const [first, last] = this.text.tokensOf(moved.start, moved.end);
    const pushed = edge === "start" ? { ...neighbour, end: this.text.ends[first - 1] } : { ...neighbour, start: this.text.starts[last + 1] };
    return pushed.start < pushed.end ? pushed : null;
  }

  #overlaps(one, other) {
    return one.start < other.end && other.start < one.end;
  }

  #wordAt(edge) {
    const [first, last] = this.text.tokensOf(this.mark.start, this.mark.end);
    const { start, end } = this.text.tokens[edge === "start" ? first : last];
    return this.text.slice(start, end);
  }
}
