// How the state of a mark is told: a glyph, a word, and (in the style sheets) a shape and a colour.

export const GLYPHS = { open: "·", confirmed: "✓", corrected: "↔", added: "+", rejected: "✕", unsure: "?", orphan: "⚠" };
export const CURRENT = "▸";

const AFTER = { confirm: "confirmed", correct: "corrected", add: "added", reject: "rejected", unsure: "unsure", withdraw: "open" };

/** The state of a mark as a person sees it now: what was just decided counts before it is saved. */
export function stateOf(mark) {
  return mark.pending ? AFTER[mark.pending.existence] : mark.state;
}

/** Whether a mark still waits for a decision. */
export function isOpen(mark) {
  return ["open", "orphan"].includes(stateOf(mark));
}

/** Whether a person marked it, not the machine. */
export function isAdded(mark) {
  return !mark.suggested;
}

/** The sentence that names a mark to somebody who does not see it. */
export function spoken(mark, number) {
  const saved = mark.pending ? ", not saved yet" : "";
  return `Quotation ${number}, ${stateOf(mark)}${saved}`;
}

/** How far two spans differ, in words; empty where they do not. */
export function difference(text, one, other) {
  const [first, last] = text.tokensOf(one.start, one.end);
  const [start, end] = text.tokensOf(other.start, other.end);
  const words = (count) => `${Math.abs(count)} ${Math.abs(count) === 1 ? "word" : "words"}`;
  const parts = [
    start !== first && `starts ${words(start - first)} ${start > first ? "later" : "earlier"}`,
    end !== last && `ends ${words(end - last)} ${end > last ? "later" : "earlier"}`,
  ];
  return parts.filter(Boolean).join(" and ");
}
