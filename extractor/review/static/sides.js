// The two decisions, left and right of the page: what each person said of the current unit. Where
// they differ is told by weight, line and words, not by colour alone.

import { nameOf } from "./codebook.js";
import { button, make } from "./dom.js";
import { GLYPHS } from "./states.js";
import { isAccepted, letterOf } from "./told.js";

const STATES = { confirm: "confirmed", correct: "corrected", add: "added", reject: "rejected", unsure: "unsure" };
const ROWS = { speaker: "Speaker", voice: "Voice", eligibility: "For this review", themes: "Themes" };

export class Sides {
  /** `elements` are the left and the right side; `called` names the person at a place. */
  constructor(elements, bench, text, called) {
    Object.assign(this, { elements, bench, text, called });
    for (const name of ["change", "move"]) bench.addEventListener(name, () => this.render());
    this.render();
  }

  render() {
    const [left, right] = this.elements;
    const { unit, docket } = this.bench;
    const cards = unit ? unit.said.map((said, place) => this.#card(said, place)) : [];
    left.replaceChildren(...cards.slice(0, 1));
    right.replaceChildren(...cards.slice(1));
    if (unit && docket.people.length < 2) right.append(make("p", { class: "quiet" }, "This paper has one annotator."));
    left.setAttribute("aria-label", `Decision of ${this.called(0)}`);
    right.setAttribute("aria-label", `Decision of ${this.called(1)}`);
  }

  #card(said, place) {
    const { decision } = said;
    const head = make("h2", { class: "said-head" }, make("span", { class: "letter" }, letterOf(place)), this.#name(place), this.#state(decision));
    if (!decision) return make("article", { class: `said said-${place}` }, head, make("p", { class: "quiet nothing" }, "Marked nothing here."), ...this.#nearby(place));
    const words = make("blockquote", { class: "said-words" }, ...this.#words(said));
    const reason = !isAccepted(decision) && make("p", { class: "said-reason" }, reasonOf(decision));
    const rows = isAccepted(decision) ? Object.keys(ROWS).map((name) => this.#row(name, decision, place)) : [];
    const note = decision.note && make("p", { class: "said-note" }, make("span", { class: "quiet small" }, "Note: "), decision.note);
    return make("article", { class: `said said-${place}` }, head, words, reason, rows.length > 0 && make("dl", { class: "said-rows" }, ...rows), note, ...this.#nearby(place));
  }

  #name(place) {
    const called = this.called(place);
    return called !== letterOf(place) && make("span", { class: "said-name" }, called);
  }

  #state(decision) {
    const state = decision ? STATES[decision.existence] : null;
    return state && make("span", { class: `said-state small state-${state}` }, make("span", { "aria-hidden": "true" }, `${GLYPHS[state]} `), state);
  }

  /** The words; those that not all others have are set apart. */
  #words(said) {
    const others = this.bench.unit.said.filter((one) => one !== said && isAccepted(one.decision));
    if (!isAccepted(said.decision) || !others.length) return [this.text.slice(said.start, said.end)];
    const start = Math.max(said.start, ...others.map((one) => one.start));
    const end = Math.min(said.end, ...others.map((one) => one.end));
    if (start >= end) return [only(this.text.slice(said.start, said.end))];
    return [only(this.text.slice(said.start, start)), this.text.slice(start, end), only(this.text.slice(end, said.end))].filter(Boolean);
  }

  #row(name, decision, place) {
    const differs = this.bench.unit.conflicts.includes(name);
    const sign = differs && make("span", { class: "differs" }, make("span", { "aria-hidden": "true" }, "≠"), make("span", { class: "visually-hidden" }, "differs: "));
    const value = name === "themes" ? this.#themes(decision, place) : (decision[name] ?? "");
    const shown = value.length ? value : [make("span", { class: "quiet" }, "–")];
    return make("div", { class: differs ? "is-different" : "" }, make("dt", {}, ROWS[name]), make("dd", {}, sign, ...[shown].flat()));
  }

  #themes(decision, place) {
    const others = this.bench.unit.said.filter((one, at) => at !== place && isAccepted(one.decision));
    const items = decision.themes.map((id) => {
      const name = nameOf(this.bench.docket, id);
      const isOnly = others.some((one) => !one.decision.themes.includes(id));
      return make("li", {}, isOnly ? only(name) : name);
    });
    return items.length ? [make("ul", { class: "said-themes" }, ...items)] : [];
  }

  /** What the same person marked elsewhere within the unit's words: perhaps to be merged or split. */
  #nearby(place) {
    const { unit, units } = this.bench;
    const near = units.filter((one) => one !== unit && isAccepted(one.said[place].decision) && overlap(one.said[place], unit));
    const link = (one) => button(`number ${this.bench.numberOf(one)}`, () => this.bench.go(one), { kind: "button-small" });
    return near.map((one) => make("p", { class: "small nearby" }, `Overlaps ${this.called(place)}’s `, link(one)));
  }
}

function only(words) {
  return words.trim() ? make("b", { class: "only" }, words) : words;
}

function overlap(one, other) {
  return one.start < other.end && other.start < one.end;
}

function reasonOf({ existence, reason }) {
  if (existence === "unsure") return "Unsure whether it is an account.";
  return reason ? `No account: ${reason}.` : "No account.";
}
