// What lies on the bench: the units of a paper, the current one, and the one way in which a
// conflict is settled. Knows no element of the page.

import { Refused } from "./api.js";
import { isAccepted, listed, standOf } from "./told.js";

const TOO_SOON = 300; // milliseconds in which a second settlement is a reflex

/**
 * Emits "change" (the docket or what is shown of it), "move" (another unit is current), "say" and
 * "refuse" (detail.text), "settle" (detail: text, unit).
 */
export class Bench extends EventTarget {
  constructor(docket, outbox, me) {
    super();
    Object.assign(this, { outbox, me, joint: false, note: "", all: false, settledAt: -Infinity });
    this.take(docket);
    this.all = !this.docket.units.some((unit) => unit.conflicts.length);
  }

  /** Take over a whole docket from the server; the current unit stays the same place. */
  take(docket) {
    const before = this.unit?.names[0];
    this.docket = docket;
    const { units } = docket;
    this.unit = units.find((unit) => unit.names.includes(before)) ?? this.open[0] ?? units.find((unit) => unit.conflicts.length) ?? units[0] ?? null;
    this.#emit("change");
  }

  get units() {
    return this.docket.units;
  }

  /** The conflicts that nobody has settled. */
  get open() {
    return this.units.filter((unit) => standOf(unit) === "conflict");
  }

  /** The units to go through: all, or those with a conflict, settled or not. */
  get shown() {
    return this.all ? this.units : this.units.filter((unit) => unit.conflicts.length);
  }

  /** Number of a unit, counted from 1 in the order of the text. */
  numberOf(unit) {
    return this.units.indexOf(unit) + 1;
  }

  /** The shortest unit that holds a position of the text. */
  unitAt(position) {
    const holds = (unit) => unit.start <= position && position < unit.end;
    return this.units.filter(holds).sort((one, other) => one.end - one.start - (other.end - other.start))[0] ?? null;
  }

  go(unit) {
    if (!unit || unit === this.unit) return;
    this.unit = unit;
    this.note = "";
    if (!this.shown.includes(unit)) this.all = true;
    this.#emit("move");
  }

  /** The next unit of those shown (1) or the one before (-1). */
  step(by) {
    const { shown } = this;
    const next = shown[shown.indexOf(this.unit) + by];
    if (next) this.go(next);
    else this.say(by > 0 ? "This is the last one." : "This is the first one.");
  }

  /** The next conflict to be settled, from the top again after the last. */
  nextOpen() {
    const at = this.numberOf(this.unit);
    const open = [...this.units.slice(at), ...this.units.slice(0, at)].find((unit) => standOf(unit) === "conflict");
    if (open) this.go(open);
    else this.say(this.doneWords);
  }

  /** The next conflict after these units, to be merged with them. */
  after(units) {
    const at = Math.max(...units.map((unit) => this.numberOf(unit)));
    return this.units.slice(at).find((unit) => standOf(unit) === "conflict") ?? null;
  }

  /** What is to say when nothing is left. */
  get doneWords() {
    const { accounts } = this.docket;
    return `No conflicts left: ${accounts} ${accounts === 1 ? "account" : "accounts"}.`;
  }

  showAll(all) {
    this.all = all;
    this.#emit("change");
  }

  /** Say that what is settled is decided by the paper's annotators together, or not. */
  setJoint(joint) {
    this.joint = joint;
    this.#emit("change");
    this.say(joint ? "Settled together from here on." : "Not together any more.");
  }

  /** Whether the current unit may be settled now; says why not. */
  get isReady() {
    if (!this.unit || this.outbox.unsaved || performance.now() - this.settledAt < TOO_SOON) return false;
    const stand = standOf(this.unit);
    if (stand === "agreed") return this.#refuse("All agree here: there is nothing to settle.");
    if (stand === "settled") return this.#refuse("This is settled. Withdraw the settlement to settle it anew.");
    return this.#mayDecide;
  }

  /** With whom this person has to settle the paper, in words; empty where they settle it alone. */
  get partners() {
    return listed(this.docket.partners);
  }

  /** Settle the current unit by what the person at `place` said; after the last it is neither. */
  choose(place) {
    const { outcomes } = this.docket;
    if (!this.unit || place > outcomes.length) return null;
    const isUnsure = this.unit.said[place]?.decision?.existence === "unsure";
    if (isUnsure) return this.#refuse("Who was unsure said nothing that settles it. Choose another outcome.");
    return this.conclude(outcomes[place] ?? "neither", [this.unit], []);
  }

  /** Settle these units as one; then go on to the next conflict. */
  async conclude(outcome, units, judgements) {
    if (!this.isReady) return null;
    this.settledAt = performance.now();
    const names = units.flatMap((unit) => unit.names);
    const body = { names, outcome, judgements, note: this.note.trim(), joint: this.joint };
    const docket = await this.#send("/settlements", body);
    if (!docket) return null;
    this.note = "";
    this.take(docket);
    this.#emit("settle", { text: "Settled", unit: this.unit });
    if (this.open.length) this.nextOpen();
    return docket;
  }

  /** Take back a settlement; the latest of mine, where none is named. */
  async withdraw(settlement = this.#myLatest()) {
    if (this.outbox.unsaved) return null;
    if (!settlement) return this.say("You have settled nothing here yet.");
    if (!this.#mayDecide) return null;
    const names = this.units.find((unit) => unit.settled?.settlement === settlement)?.names ?? [];
    const docket = await this.#send(`/settlements/${encodeURIComponent(settlement)}/withdraw`, { joint: this.joint });
    if (!docket) return null;
    this.take(docket);
    this.go(this.units.find((unit) => unit.names.includes(names[0])));
    this.say("Withdrawn: the conflict is open again.");
    return docket;
  }

  say(text) {
    this.#emit("say", { text });
  }

  /** Who annotated the paper decides together with the others or not at all; says so. */
  get #mayDecide() {
    const { partners } = this;
    if (!partners || this.joint) return true;
    return this.#refuse(`You annotated this paper yourself. Settle it together with ${partners}, and say so: tick “I decide this together with ${partners}” (t).`);
  }

  async #send(path, body) {
    try {
      return await this.outbox.send(path, body);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#refuse(error.message);
      return null;
    }
  }

  #myLatest() {
    const mine = this.units.map((unit) => unit.settled).filter((settled) => settled?.by === this.me);
    return mine.sort((one, other) => (one.at < other.at ? 1 : -1))[0]?.settlement ?? null;
  }

  #refuse(text) {
    this.#emit("refuse", { text });
    return false;
  }

  #emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** What a new account of a unit begins with: what a person said of it, an accepting one first. */
export function beginning(unit, place = null) {
  const said = unit.said.filter(({ decision }) => decision);
  const own = place === null ? null : unit.said[place];
  const from = (own?.decision && own) ?? said.find(({ decision }) => isAccepted(decision)) ?? said[0];
  const { speaker, voice, eligibility, themes } = from.decision;
  return { start: from.start, end: from.end, speaker, voice, eligibility: eligibility ?? "eligible", themes: [...themes] };
}
