// A conflict in words: what the people of a paper say differently, and how it was settled.

import { endedWords, nameOf } from "./codebook.js";
import { difference } from "./states.js";

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const LETTERS = "ABCDEFGH";
const ACCEPTED = ["confirm", "correct", "add"];
const FIELDS = { eligibility: "For this review", speaker: "Speaker", voice: "Voice" };

/** What a person is called while names are hidden: A, B, … by their place. */
export function letterOf(place) {
  return LETTERS[place] ?? `Person ${place + 1}`;
}

/** Whether a decision takes a place for an account. */
export function isAccepted(decision) {
  return ACCEPTED.includes(decision?.existence);
}

/** How a unit stands: "conflict", "settled" or "agreed". */
export function standOf(unit) {
  if (unit.settled) return "settled";
  return unit.conflicts.length ? "conflict" : "agreed";
}

/**
 * The sentences that tell the difference in a unit, one for each kind of conflict. `called` gives
 * the name of the person at a place; `docket` knows the themes.
 */
export function differences(unit, text, { called, docket }) {
  if (unit.conflicts.includes("existence")) return [existence(unit, called)];
  return unit.conflicts.map((kind) => {
    if (kind === "boundary") return boundary(unit, text, called);
    if (kind === "themes") return themesOf(unit, called, docket);
    if (kind === "codebook") return { kind, text: endedWords(docket, unit.outdated) };
    return field(unit, kind, called);
  });
}

/** What somebody says of whether it is an account. */
export function existenceWords(decision) {
  if (!decision) return "marked nothing here";
  if (isAccepted(decision)) return "takes it for an account";
  if (decision.existence === "unsure") return "is unsure";
  return `says it is none${decision.reason ? ` (${decision.reason})` : ""}`;
}

/** The outcome of a settlement in words. */
export function outcomeWords({ outcome, decisions }, { called, outcomes }) {
  const place = outcomes.indexOf(outcome);
  if (place >= 0) return `as ${called(place)} has it${isAccepted(decisions[0]) ? "" : ", no account"}`;
  const words = {
    new: "a new account",
    split: `split into ${numbered(decisions.length)} accounts`,
    merge: "merged into one account",
    neither: "no account",
  };
  return words[outcome];
}

/** What the outcome is called in which none of so many people is right. */
export function neitherOf(people) {
  return people === 2 ? "neither" : people > 2 ? "none of them" : "not so";
}

/** Names as one lists them. */
export function listed(names) {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names.join("");
}

/** A number in words, as far as they are short. */
export function numbered(number) {
  return NUMBERS[number] ?? String(number);
}

function existence(unit, called) {
  const said = unit.said.map(({ decision }, place) => `${called(place)} ${existenceWords(decision)}`);
  return { kind: "existence", text: `${said.join("; ")}.` };
}

function boundary(unit, text, called) {
  const [first, ...others] = unit.said.map((said, place) => ({ ...said, place })).filter(({ decision }) => isAccepted(decision));
  const parts = others.map((other) => {
    const words = difference(text, first, other).replace(/\d+/g, (digits) => numbered(Number(digits)));
    if (first.start === other.start && first.end === other.end) return `${called(other.place)} begins and ends as ${called(first.place)} does`;
    return `${called(other.place)} ${words || "begins or ends within the same word"}`;
  });
  return { kind: "boundary", text: `${parts.join("; ")}${others.length === 1 ? ` than ${called(first.place)}` : ""}.` };
}

function field(unit, kind, called) {
  const said = unit.said.map(({ decision }, place) => `${called(place)}: ${decision?.[kind] || "not said"}`);
  return { kind, text: `${FIELDS[kind]} – ${said.join("; ")}.` };
}

function themesOf(unit, called, docket) {
  const names = (ids) => ids.map((id) => nameOf(docket, id)).join(", ");
  const sets = unit.said.map(({ decision }) => decision?.themes ?? []);
  const said = sets.map((own, place) => {
    const only = own.filter((id) => !sets.every((set) => set.includes(id)));
    return `${called(place)}: ${only.length ? names(only) : own.length ? "nothing more" : "none"}`;
  });
  return { kind: "themes", text: `Themes – ${said.join("; ")}.` };
}
