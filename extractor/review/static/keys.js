// The keys of the paper view: one table, from which both the keyboard and the help are made.

import { isWriting } from "./dom.js";

const ARROWS = { ArrowLeft: ["word", -1], ArrowRight: ["word", 1], ArrowUp: ["line", -1], ArrowDown: ["line", 1] };
const BRACKETS = "[]{}";

/**
 * Every key: its group, what it does, and whether holding it down repeats it. `now` are the page's
 * actions. A decision never repeats.
 */
export function keyTable(now) {
  return [...deciding(now), ...bounding(now), ...saying(now), ...adding(now), ...moving(now), ...paging(now)];
}

function row(group, keys, does, run, { shown = keys, repeats = false } = {}) {
  return { group, keys, shown, does, run, repeats };
}

function deciding(now) {
  return [
    row("Decide", ["c"], "confirm (correct, if a boundary was moved)", now.accept),
    row("Decide", ["r"], "reject, then 1–7 for the reason", now.reject, { shown: ["r", "1–7"] }),
    row("Decide", ["u"], "unsure", now.unsure),
    row("Decide", ["x"], "withdraw: open again, or no longer added", now.withdraw),
    row("Decide", ["z"], "undo my latest decision", now.undo),
  ];
}

function bounding(now) {
  return [
    row("Boundaries", ["["], "start one word out", () => now.nudge("start", -1), { repeats: true }),
    row("Boundaries", ["]"], "start one word in", () => now.nudge("start", 1), { repeats: true }),
    row("Boundaries", ["{"], "end one word in", () => now.nudge("end", -1), { repeats: true }),
    row("Boundaries", ["}"], "end one word out", () => now.nudge("end", 1), { repeats: true }),
  ];
}

function saying(now) {
  return [
    row("Say of it", [..."123456789"], "theme on or off", (key) => now.theme(Number(key) - 1), { shown: ["1–9"] }),
    row("Say of it", ["s"], "speaker", now.speaker),
    row("Say of it", ["v"], "voice: the next one", now.voice),
    row("Say of it", ["q"], "eligibility for this review: the next one", now.eligibility),
    row("Say of it", ["e"], "note", now.note),
  ];
}

function adding(now) {
  const group = "Add what was missed";
  return [
    row(group, ["a"], "add the selected words; without any: a caret to select with", now.add),
    row(group, [], "move the caret by word, line, page", null, { shown: ["← → ↑ ↓", "PgUp PgDn"] }),
    row(group, [], "select (Space: without Shift)", null, { shown: ["Shift + arrows"] }),
    row(group, [], "add the selected words", null, { shown: ["Enter"] }),
    row(group, ["m"], "make the selected words the boundaries", now.use),
    row(group, [], "leave, let go", null, { shown: ["Esc"] }),
  ];
}

function moving(now) {
  return [
    row("Move", ["j"], "next", now.next, { repeats: true }),
    row("Move", ["k"], "previous", now.previous, { repeats: true }),
    row("Move", ["n"], "next open one", now.nextOpen, { repeats: true }),
    row("Move", ["g"], "go to page", now.page),
    row("Move", ["+", "="], "larger", () => now.zoom(1), { shown: ["+"], repeats: true }),
    row("Move", ["-", "−"], "smaller", () => now.zoom(-1), { shown: ["−"], repeats: true }),
    row("Move", ["0"], "fit the width", () => now.zoom(0)),
  ];
}

function paging(now) {
  return [
    row("The page", ["b"], "blur until looked at; Space shows the quotation", now.blur, { shown: ["b", "Space"] }),
    row("The page", ["t"], "themes: the codebook beside the page", now.codebook),
    row("The page", ["l"], "look again: next with a theme that is no longer used", now.lookAgain),
    row("The page", ["d"], "done with this page without suggestions", now.done),
    row("The page", ["?"], "all keys", now.help),
  ];
}

/** Listen to the keyboard. Nothing happens while somebody writes, or while a dialog is open. */
export function listen(table, { selection, reasons, now }) {
  const byKey = new Map(table.flatMap((row) => row.keys.map((key) => [key, row])));
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isElsewhere(event)) return;
    const done = reason(event, reasons) || select(event, selection, now) || look(event, now) || press(event, byKey);
    if (done) event.preventDefault();
  });
}

/** Whether a keypress is meant for something else: a field, a dialog, the browser. */
function isElsewhere(event) {
  if (event.isComposing || isWriting(event.target) || document.querySelector("dialog[open]")) return true;
  const isBracket = BRACKETS.includes(event.key); // made with AltGr or Option on many keyboards
  return isBracket ? event.metaKey : event.ctrlKey || event.metaKey || event.altKey;
}

function press(event, byKey) {
  const row = byKey.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
  if (!row) return false;
  if (!event.repeat || row.repeats) row.run(event.key);
  return true;
}

/** While a reason is asked for, digits choose it and Escape leaves. */
function reason(event, reasons) {
  if (!reasons.isOpen) return false;
  const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
  if (digit && !event.repeat) reasons.choose(digit - 1);
  if (!digit && !isOnButton(event)) reasons.close();
  return Boolean(digit) || event.key === "Escape";
}

/** While there is a caret or a selection, arrows move it, Enter adds, Escape leaves. */
function select(event, selection, now) {
  if (!selection.isActive || event.target.type === "radio") return false;
  const { key, shiftKey } = event;
  const [unit, step] = ARROWS[key] ?? [];
  if (unit) now.caret(unit, step, shiftKey);
  else if (key === "Home" || key === "End") now.caret("edge", key === "End", shiftKey);
  else if (key === "PageUp" || key === "PageDown") now.caret("page", key === "PageDown" ? 1 : -1, shiftKey);
  else if (key === "Escape") selection.clear();
  else if (isOnButton(event)) return false;
  else if (key === " " && selection.caret) selection.toggleExtending();
  else if (key === "Enter") !event.repeat && now.add();
  else return false;
  return true;
}

/** Space shows a blurred quotation; on a button it presses it. */
function look(event, now) {
  if (event.key !== " " || isOnButton(event) || !document.body.classList.contains("is-blurred")) return false;
  now.look();
  return true;
}

function isOnButton(event) {
  return Boolean(event.target.closest?.("button, a, input, summary"));
}
