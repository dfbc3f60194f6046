// The codebook while coding: its themes in a drawer beside the quotation, and what became of those
// that a mark has and that are no longer used. `state` holds `themes` (open) and `ended`.

import { button, make } from "./dom.js";
import { stateOf } from "./states.js";

/** The name of a theme, in use or not. */
export function nameOf({ themes, ended }, id) {
  return [...themes, ...ended].find((theme) => theme.id === id)?.name ?? id;
}

/** What became of themes that must be looked at again, in sentences. */
export function endedWords(state, ids) {
  return ids.map((id) => `“${nameOf(state, id)}” ${fateOf(state, id)}: look again.`).join(" ");
}

/** The drawer with all themes, their definitions, when to use them and when not. */
export class Drawer {
  constructor(element, toggler, desk) {
    Object.assign(this, { element, toggler, desk, cards: new Map() });
    toggler.addEventListener("click", () => this.toggle());
    element.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
    for (const name of ["change", "move"]) desk.addEventListener(name, () => this.#mark());
    desk.addEventListener("state", () => this.#fill());
    this.#fill();
  }

  /** Show the drawer, or put it away; the keys stay where they are. */
  toggle(shown = this.element.hidden) {
    this.element.hidden = !shown;
    this.toggler.setAttribute("aria-expanded", String(shown));
    if (shown) this.#mark();
    else if (this.element.contains(document.activeElement)) this.toggler.focus();
    this.desk.say(shown ? "The codebook is shown." : "The codebook is put away.");
  }

  #fill() {
    const { themes } = this.desk.state;
    this.cards = new Map(inTree(themes).map(([depth, theme]) => [theme.id, card(theme, depth, themes.indexOf(theme))]));
    const close = button("Close", () => this.toggle(false), { key: "t", kind: "button-small" });
    const nothing = make("p", { class: "quiet" }, "The codebook has no themes yet.");
    this.element.replaceChildren(make("header", { class: "drawer-head" }, make("h2", {}, "Codebook"), close), ...(themes.length ? this.cards.values() : [nothing]));
    this.#mark();
  }

  /** Set apart what the current mark has. */
  #mark() {
    if (this.element.hidden) return;
    const { mark } = this.desk;
    const chosen = mark ? this.desk.judged(mark).themes : [];
    for (const [id, element] of this.cards) {
      element.classList.toggle("is-chosen", chosen.includes(id));
      element.querySelector(".chosen").hidden = !chosen.includes(id);
    }
  }
}

/** The themes of the current mark that are no longer used, each to be replaced at a click. */
export class EndedThemes {
  constructor(desk) {
    this.desk = desk;
    this.element = make("div", { class: "ended-themes", role: "group", "aria-label": "Themes no longer used", hidden: true });
  }

  render() {
    const { mark, state } = this.desk;
    const chosen = mark ? (this.desk.judged(mark).themes ?? []) : [];
    const ended = state.ended.filter(({ id }) => chosen.includes(id));
    this.element.hidden = !ended.length;
    this.element.replaceChildren(...ended.map((theme) => this.#row(theme, chosen)));
  }

  #row({ id, name, stale }, chosen) {
    const { state } = this.desk;
    const replace = (by) => this.#change(chosen.flatMap((each) => (each === id ? by : [each])));
    const ways = successors(state, id).map((by) => button(nameOf(state, by), () => replace([by]), { kind: "button-small", title: `Take “${nameOf(state, by)}” in place of “${name}”` }));
    const off = button("Take it off", () => replace([]), { kind: "button-small button-quiet" });
    const words = `“${name}” ${fateOf(state, id)}${stale ? ": look again." : ", and counts as that."}`;
    return make("div", {}, make("p", { class: "small" }, make("span", { "aria-hidden": "true" }, stale ? "⚠ " : "→ "), words), make("div", { class: "row" }, ...ways, off));
  }

  #change(themes) {
    this.desk.change({ themes: [...new Set(themes)] });
    this.desk.say("Theme replaced.");
  }
}

/** Go to the next mark that has a theme to be looked at again, from the top again after the last. */
export function nextOutdated(desk) {
  const stale = new Set(desk.state.ended.filter((theme) => theme.stale).map(({ id }) => id));
  const at = desk.marks.indexOf(desk.mark) + 1;
  const isStale = (mark) => !["open", "rejected"].includes(stateOf(mark)) && desk.judged(mark).themes.some((id) => stale.has(id));
  const next = [...desk.marks.slice(at), ...desk.marks.slice(0, at)].find(isStale);
  if (next) desk.go(next);
  else desk.say("Nothing is left to look at again.");
}

/** Themes with how deep each stands, a meta-theme before those under it. */
export function inTree(themes, parent = null, depth = 0) {
  const ids = new Set(themes.map(({ id }) => id));
  const below = themes.filter((theme) => (ids.has(theme.parent) ? theme.parent : null) === parent);
  return below.flatMap((theme) => [[depth, theme], ...inTree(themes, theme.id, depth + 1)]);
}

/** What became of a theme, in words. */
function fateOf(state, id) {
  const into = state.ended.find((theme) => theme.id === id)?.into ?? [];
  const names = into.map((each) => `“${nameOf(state, each)}”`).join(", ");
  if (!into.length) return "was retired";
  return into.length === 1 ? `was merged into ${names}` : `was split into ${names}`;
}

/** The open themes that took a theme's place, however many steps ago. */
function successors(state, id) {
  const ended = state.ended.find((theme) => theme.id === id);
  return ended ? [...new Set(ended.into.flatMap((each) => successors(state, each)))] : [id];
}

function card(theme, depth, index) {
  const chosen = make("span", { class: "chosen small", hidden: true }, "✓ chosen");
  const key = index < 9 && make("kbd", { "aria-hidden": "true" }, String(index + 1));
  const told = { "When to use": theme.when_to_use, "When not": theme.when_not };
  const rules = Object.entries(told).filter(([, text]) => text).flatMap(([name, text]) => [make("dt", {}, name), make("dd", {}, text)]);
  const examples = theme.examples.map((example) => make("li", {}, `“${example}”`));
  return make("article", { class: `theme-card depth-${Math.min(depth, 3)}` },
    make("h3", {}, swatch(theme.colour), key, make("span", {}, theme.name), chosen),
    theme.definition && make("p", {}, theme.definition),
    rules.length > 0 && make("dl", { class: "theme-rules" }, ...rules),
    examples.length > 0 && make("ul", { class: "theme-examples" }, ...examples));
}

function swatch(colour) {
  if (!colour) return null;
  const element = make("span", { class: "swatch", "aria-hidden": "true" });
  element.style.background = colour;
  return element;
}
