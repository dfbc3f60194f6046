// The keys of the bench: one table, from which both the keyboard and the help are made.

import { letterOf, neitherOf } from "./told.js";

/**
 * Every key: its group, what it does, whether holding it down repeats it. Settling never repeats.
 * `people` is how many have a digit each, by which a conflict is settled as they have it; the digit
 * after theirs is for neither.
 */
export function settlingKeys(now, people) {
  const row = (group, keys, does, run, more = {}) => ({ group, keys, shown: more.shown ?? keys, does, run, ...more });
  const pressed = (key) => (now.isDrafting() ? now.theme(Number(key) - 1) : now.choose(Number(key) - 1));
  const outcome = (place) => row("Settle", [String(place + 1)], place < people ? `as ${sideOf(place, people)} has it` : `${neitherOf(people)}: no account`, pressed);
  return [
    ...Array.from({ length: people + 1 }, (_, place) => outcome(place)),
    row("Settle", ["e"], "note: why", () => now.note()),
    row("Settle", ["t"], "we decide this together", () => now.joint()),
    row("Settle", ["z"], "withdraw my last settlement", () => now.withdraw()),
    row("A new account", ["w"], "begin one from what was said", () => now.fresh()),
    row("A new account", ["["], "start one word out", () => now.nudge("start", -1), { repeats: true }),
    row("A new account", ["]"], "start one word in", () => now.nudge("start", 1), { repeats: true }),
    row("A new account", ["{"], "end one word in", () => now.nudge("end", -1), { repeats: true }),
    row("A new account", ["}"], "end one word out", () => now.nudge("end", 1), { repeats: true }),
    row("A new account", ["s"], "split in two", () => now.split()),
    row("A new account", ["p"], "next part of what is split", () => now.nextPiece()),
    row("A new account", ["m"], "merge with the next conflict", () => now.merge()),
    row("A new account", ["a"], "of the words selected on the page", () => now.use()),
    row("Say of it", [..."123456789"].slice(people + 1), "theme on or off", pressed, { shown: ["1–9"] }),
    row("Say of it", ["o"], "who speaks", () => now.speaker()),
    row("Say of it", ["v"], "voice: the next one", () => now.cycle("voice")),
    row("Say of it", ["q"], "for this review: the next one", () => now.cycle("eligibility")),
    row("A new account", ["Enter"], "settle it so", () => now.conclude()),
    row("A new account", ["Escape"], "leave it", () => now.drop(), { shown: ["Esc"] }),
    row("Move", ["j"], "next", () => now.next(), { repeats: true }),
    row("Move", ["k"], "previous", () => now.previous(), { repeats: true }),
    row("Move", ["n"], "next conflict that is not settled", () => now.nextOpen(), { repeats: true }),
    row("Move", ["f"], "what is agreed, too", () => now.all()),
    row("Move", ["g"], "go to page", () => now.page()),
    row("The page", ["h"], "names instead of letters", () => now.names()),
    row("The page", ["+", "="], "larger", () => now.zoom(1), { shown: ["+"], repeats: true }),
    row("The page", ["-", "−"], "smaller", () => now.zoom(-1), { shown: ["−"], repeats: true }),
    row("The page", ["0"], "fit the width", () => now.zoom(0)),
    row("The page", ["?"], "all keys", () => now.help()),
  ];
}

function sideOf(place, people) {
  return people === 2 ? `the ${["left", "right"][place]} one (${letterOf(place)})` : letterOf(place);
}
