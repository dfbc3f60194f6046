// Below the page: the difference in words, how it can be settled or was settled, and the new account
// while one is made.

import { EndedThemes, endedWords, nameOf } from "./codebook.js";
import { button, make } from "./dom.js";
import { Fields, nudgeButton } from "./fields.js";
import { differences, isAccepted, letterOf, listed, neitherOf, outcomeWords, standOf } from "./told.js";

const SETTLES = { new: "Settle as this account", split: "Settle as these accounts", merge: "Settle as one account" };

export class Verdict {
  /** `now` are the page's actions, `called` names the person at a place, `known` people by id. */
  constructor(element, bench, draft, { now, called, known, leave }) {
    Object.assign(this, { element, bench, draft, now, called, known });
    this.fields = fieldsOf(draft, leave);
    this.ended = new EndedThemes(draft);
    this.note = this.#noteField(leave);
    this.words = make("blockquote", { class: "draft-words" });
    this.allThemes = false;
    this.moreThemes = button("", () => this.#toggleThemes(), { kind: "button-small button-quiet" });
    this.fields.themes.append(this.moreThemes);
    for (const name of ["change", "move"]) bench.addEventListener(name, () => this.render());
    draft.addEventListener("change", () => this.render());
    this.render();
  }

  /** Build anew what is below the page; while a draft only changes, leave its fields in place. */
  render() {
    const { unit } = this.bench;
    const shape = this.#shape(unit);
    if (shape !== this.shape) this.#build(unit);
    this.shape = shape;
    if (document.activeElement !== this.note) this.note.value = this.bench.note;
    if (!unit || !this.draft.isBegun) return;
    const { start, end } = this.draft.mark;
    this.words.textContent = this.bench.text.slice(start, end);
    this.fields.render();
    this.ended.render();
    this.#shortenThemes(unit);
  }

  /** What must be the same for nothing to be built anew. */
  #shape(unit) {
    const { units, pieces, at } = this.draft;
    return JSON.stringify([unit?.names, unit?.settled?.settlement, this.bench.shown.length, this.called(0), units.length, pieces.length, at]);
  }

  #build(unit) {
    const focused = document.activeElement === this.note || this.fields.element.contains(document.activeElement) ? document.activeElement : null;
    const nothing = () => [make("p", { class: "told" }, "Nobody took anything in this paper for an account: there is nothing to settle.")];
    this.element.replaceChildren(...(unit ? this.#parts(unit) : nothing()));
    if (focused?.isConnected) focused.focus();
  }

  /** Show the themes that somebody chose; the others when asked for. */
  #shortenThemes(unit) {
    const chosen = new Set([...unit.said.flatMap(({ decision }) => decision?.themes ?? []), ...this.draft.mark.themes]);
    const rest = this.fields.themeButtons.filter(({ theme }) => !chosen.has(theme.id));
    for (const { theme, element } of this.fields.themeButtons) element.hidden = !this.allThemes && !chosen.has(theme.id);
    this.moreThemes.hidden = !rest.length;
    this.moreThemes.textContent = this.allThemes ? "Fewer themes" : `${rest.length} more ${rest.length === 1 ? "theme" : "themes"}`;
    this.moreThemes.setAttribute("aria-expanded", String(this.allThemes));
  }

  #toggleThemes() {
    this.allThemes = !this.allThemes;
    this.render();
  }

  #parts(unit) {
    const stand = standOf(unit);
    if (stand === "settled") return this.#settledParts(unit);
    if (stand === "agreed") return [this.#head(unit, [make("p", { class: "told" }, "All agree here.")])];
    const told = differences(unit, this.bench.text, { called: this.called, docket: this.bench.docket });
    const lines = [make("p", { class: "told" }, told.map(({ text }) => text).join(" "))];
    return [this.#head(unit, lines), ...(this.draft.isBegun ? this.#draftParts() : [this.#ways(unit)]), this.#noteRow()];
  }

  #head(unit, lines) {
    const { bench } = this;
    const at = bench.shown.indexOf(unit) + 1;
    const where = make("p", { class: "quiet small" }, `Number ${bench.numberOf(unit)} · ${at} of ${bench.shown.length} shown${unit.page ? ` · page ${unit.page}` : ""}`);
    return make("div", { class: "verdict-head" }, make("div", { class: "told-lines", id: "told" }, ...lines), where);
  }

  #ways(unit) {
    const { now } = this;
    const people = this.bench.docket.outcomes.length;
    const neither = neitherOf(people);
    return make("div", { class: "ways row", role: "group", "aria-label": "Settle it" },
      ...unit.said.slice(0, people).map(({ decision }, place) => this.#wayOf(decision, place)),
      button(`${neither[0].toUpperCase()}${neither.slice(1)}: no account`, () => now.choose(people), { key: String(people + 1) }),
      button("New", now.fresh, { key: "w" }),
      button("Split", now.split, { key: "s" }),
      button("Merge with the next", now.merge, { key: "m", disabled: !this.bench.after([unit]) }));
  }

  /** Settle it as one of the people has it; who was unsure said nothing that could settle it. */
  #wayOf(decision, place) {
    const isUnsure = decision?.existence === "unsure";
    const words = isUnsure ? "unsure, settles nothing" : isAccepted(decision) ? "this account" : "no account";
    return button(`${this.called(place)}: ${words}`, () => this.now.choose(place), { key: String(place + 1), kind: isUnsure ? "" : "button-primary", disabled: isUnsure });
  }

  #draftParts() {
    const { draft, now } = this;
    const { pieces, at, outcome } = draft;
    const numbers = draft.units.map((unit) => this.bench.numberOf(unit)).join(" and ");
    const title = { new: "A new account", split: `Split into ${pieces.length}: part ${at + 1}`, merge: `Merged: numbers ${numbers}` }[outcome];
    const ends = make("div", { class: "ways row", role: "group", "aria-label": "Settle it" },
      button(SETTLES[outcome], now.conclude, { key: "Enter", kind: "button-primary" }),
      outcome !== "merge" && button("Split", now.split, { key: "s" }),
      outcome === "split" && button("Next part", now.nextPiece, { key: "p" }),
      outcome !== "split" && button("Merge with the next", now.merge, { key: "m", disabled: !this.bench.after(draft.units) }),
      button("Leave", now.drop, { key: "Esc", kind: "button-quiet" }));
    return [make("div", { class: "drafting" }, make("div", { class: "draft-left" }, make("h2", {}, title), this.words, this.#edges(), this.#from()), make("div", {}, this.fields.element, this.ended.element)), ends];
  }

  #edges() {
    const move = (edge, step) => () => this.now.nudge(edge, step);
    return make("div", { class: "row edges" },
      make("span", { class: "field-name" }, "start"), nudgeButton("←", "Start one word out", "[", move("start", -1)), nudgeButton("→", "Start one word in", "]", move("start", 1)),
      make("span", { class: "field-name" }, "end"), nudgeButton("←", "End one word in", "{", move("end", -1)), nudgeButton("→", "End one word out", "}", move("end", 1)));
  }

  /** Begin anew from what one of the people said. */
  #from() {
    const { unit } = this.bench;
    if (this.draft.outcome !== "new") return null;
    const ways = unit.said.map((said, place) => said.decision && button(`from ${this.called(place)}`, () => this.draft.begin(place), { kind: "button-small button-quiet" }));
    return make("div", { class: "row" }, make("span", { class: "field-name" }, "Begin"), ...ways.filter(Boolean));
  }

  #noteField(leave) {
    const input = make("input", { class: "input", id: "settle-note", autocomplete: "off", placeholder: "Why so?" });
    input.addEventListener("input", () => (this.bench.note = input.value));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      leave();
    });
    return input;
  }

  #noteRow() {
    return make("div", { class: "note-row" }, make("label", { htmlFor: "settle-note", class: "field-name" }, "Note ", make("kbd", { "aria-hidden": "true" }, "e")), this.note);
  }

  #settledParts(unit) {
    const { settled } = unit;
    const at = new Date(settled.at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
    const told = make("p", { class: "told" }, make("b", {}, "Settled: "), `${outcomeWords(settled, { called: this.called, outcomes: this.bench.docket.outcomes })}.`);
    const stale = unit.outdated.length > 0 && make("p", { class: "told" }, `${endedWords(this.bench.docket, unit.outdated)} Withdraw the settlement and settle it anew.`);
    const was = unit.conflicts.length && make("p", { class: "quiet small" }, `In conflict were: ${unit.conflicts.join(", ")}.`);
    const by = make("p", { class: "small" }, `${this.#settler(settled)}, ${at}.`, settled.note ? ` “${settled.note}”` : " No note.");
    const accounts = settled.decisions.filter(isAccepted).map((decision) => this.#account(decision));
    const { partners } = this.bench;
    const withdraw = button(`Withdraw this settlement${partners && ` together with ${partners}`}`, () => this.bench.withdraw(settled.settlement), {});
    return [this.#head(unit, [stale, told, was, by].filter(Boolean)), accounts.length && make("ul", { class: "settled-accounts" }, ...accounts), make("div", { class: "ways row" }, withdraw)].filter(Boolean);
  }

  #settler({ by, joint }) {
    const name = this.known.get(by) ?? by;
    const place = this.bench.docket.people.indexOf(name);
    const shown = place < 0 ? name : this.called(place);
    return joint ? `By ${listed(this.bench.docket.people.map((_, at) => this.called(at)))} together, entered by ${shown}` : `By ${shown}`;
  }

  #account(decision) {
    const themes = decision.themes.map((id) => nameOf(this.bench.docket, id));
    const about = [decision.speaker, decision.voice, decision.eligibility, themes.join(", ")].filter(Boolean).join(" · ");
    return make("li", {}, make("blockquote", { class: "draft-words" }, decision.text), make("p", { class: "quiet small" }, about));
  }
}

/**
 * The fields of a new account. A settlement's note is for all outcomes and stands below; s splits, so
 * that the speaker has another key.
 */
function fieldsOf(draft, leave) {
  const fields = new Fields(draft, leave);
  fields.note.closest(".field-row").remove();
  fields.element.querySelector("label kbd").textContent = "o";
  return fields;
}

/** How people are called: A, B, … or, where wanted, by name. */
export function callers(people, areShown) {
  return (place) => (areShown() && people[place] ? people[place] : letterOf(place));
}
