// What is said of a mark besides its span: speaker, voice, eligibility, themes, note.

import { button, make } from "./dom.js";
import { proposedFor } from "./eligible.js";

/** The fields of the panel; what is changed goes to the desk at once. */
export class Fields {
  constructor(desk, leave) {
    Object.assign(this, { desk, leave, shown: null });
    this.speaker = this.#input("input", "speaker", "As printed, e.g. P7, woman, 34");
    this.note = this.#input("textarea", "note", "Only what helps to decide");
    this.parts = make("p", { class: "quiet small parts" });
    this.voice = this.#choice("voice", "Voice", "v", desk.state.voices);
    this.eligibility = this.#choice("eligibility", "Eligibility", "q", desk.state.eligibilities);
    this.asked = make("p", { class: "quiet small asked-for" }, `This review asks for: ${desk.state.settings.eligible_voices.join(", ")}.`);
    this.eligibility.append(this.asked);
    this.themes = make("div", { class: "themes", role: "group", "aria-label": "Themes" }, ...this.#makeThemes());
    this.element = make("div", { class: "fields" }, ...this.#rows());
  }

  /** Show what is said of the current mark. */
  render() {
    const { mark } = this.desk;
    this.element.hidden = !mark;
    if (!mark) return;
    const judged = this.desk.judged(mark);
    for (const name of ["speaker", "note"]) {
      const isKept = this.shown === mark && document.activeElement === this[name];
      if (!isKept) this[name].value = judged[name] ?? "";
    }
    this.shown = mark;
    const parts = partsOf(mark.suggested);
    this.parts.textContent = parts === judged.speaker ? "" : parts;
    check(this.voice, judged.voice);
    check(this.eligibility, judged.eligibility);
    this.asked.hidden = proposedFor(judged.voice, this.desk.state.settings) === "eligible";
    this.#renderThemes(mark, judged.themes);
  }

  /** The next voice or eligibility, after the last the first. */
  cycle(name) {
    const { mark, state } = this.desk;
    if (!mark) return;
    const options = name === "voice" ? state.voices : state.eligibilities;
    const next = options[(options.indexOf(this.desk.judged(mark)[name]) + 1) % options.length];
    this.desk.change({ [name]: next });
    const { eligibility } = this.desk.judged(mark);
    const eligible = `Eligibility: ${eligibility}.`;
    this.desk.say(name === "voice" ? `Voice: ${next}. ${eligible}` : eligible);
  }

  /** Put a theme on the current mark, or take it off. */
  toggleTheme(theme) {
    const { mark } = this.desk;
    if (!mark || !theme) return;
    const { themes } = this.desk.judged(mark);
    const isOn = themes.includes(theme.id);
    this.desk.change({ themes: isOn ? themes.filter((id) => id !== theme.id) : [...themes, theme.id] });
    this.desk.say(`Theme ${theme.name} ${isOn ? "off" : "on"}.`);
  }

  #rows() {
    const note = make("div", { class: "field-row" }, label("note", "Note", "e"), this.note);
    const speaker = make("div", { class: "field-row" }, label("speaker", "Speaker", "s"), make("div", {}, this.speaker, this.parts));
    const hasThemes = this.desk.state.themes.length > 0;
    const themes = make("div", { class: "field-row is-wide", hidden: !hasThemes }, make("span", { class: "field-name" }, "Themes"), this.themes);
    return [speaker, this.voice, this.eligibility, themes, note];
  }

  #input(tag, name, placeholder) {
    const element = make(tag, { id: `field-${name}`, class: "input", placeholder, autocomplete: "off", spellcheck: false });
    if (tag === "textarea") element.rows = 1;
    element.addEventListener("input", () => this.desk.change({ [name]: element.value }));
    element.addEventListener("keydown", (event) => {
      const isDone = event.key === "Escape" || (event.key === "Enter" && !event.shiftKey && !event.isComposing);
      if (!isDone) return;
      event.preventDefault();
      event.stopPropagation();
      this.leave();
    });
    element.addEventListener("change", () => this.desk.settle());
    return element;
  }

  #choice(name, title, key, options) {
    const labels = options.map((option) => {
      const input = make("input", { type: "radio", name: `field-${name}`, value: option });
      input.addEventListener("change", () => this.desk.change({ [name]: option }));
      return make("label", {}, input, make("span", {}, option));
    });
    const group = make("div", { class: "segmented", role: "radiogroup", "aria-label": title }, ...labels);
    const head = make("span", { class: "field-name", "aria-hidden": "true" }, `${title} `, make("kbd", {}, key));
    return make("div", { class: "field-row" }, head, group);
  }

  #makeThemes() {
    this.themeButtons = this.desk.state.themes.map((theme, index) => {
      const parts = { name: make("span", {}, theme.name), hint: make("span", { class: "quiet hint", title: "suggested" }) };
      const key = make("kbd", { "aria-hidden": "true" }, index < 9 ? String(index + 1) : "·");
      const properties = { type: "button", class: "theme", title: this.#meaningOf(theme), on: { click: () => this.toggleTheme(theme) } };
      return { theme, ...parts, element: make("button", properties, key, parts.name, parts.hint) };
    });
    return this.themeButtons.map(({ element }) => element);
  }

  /** A theme with its meta-theme and its definition, in words. */
  #meaningOf({ name, parent, definition }) {
    const above = this.desk.state.themes.find((theme) => theme.id === parent);
    return [above ? `${above.name} › ${name}` : name, definition].filter(Boolean).join(": ");
  }

  /** Which themes are on, and which the machine suggests; scores only where the review shows them. */
  #renderThemes(mark, chosen) {
    const scores = new Map(mark.suggested?.themes ?? []);
    const shown = this.desk.state.settings.show_scores;
    for (const { theme, element, name, hint } of this.themeButtons) {
      const isOn = chosen.includes(theme.id);
      element.setAttribute("aria-pressed", String(isOn));
      name.textContent = isOn ? `✓ ${theme.name}` : theme.name;
      hint.hidden = !scores.has(theme.id);
      if (scores.has(theme.id)) hint.textContent = shown ? scores.get(theme.id).toFixed(2).replace(/^0/, "") : "suggested";
    }
  }
}

/** A button that moves an edge by a word, for those without the keys. */
export function nudgeButton(sign, name, key, run) {
  return button(sign, run, { key, kind: "button-small", "aria-label": name, title: name });
}

function label(name, title, key) {
  return make("label", { htmlFor: `field-${name}`, class: "field-name" }, `${title} `, make("kbd", { "aria-hidden": "true" }, key));
}

function check(row, value) {
  for (const input of row.querySelectorAll("input")) input.checked = input.value === value;
}

function partsOf(suggested) {
  return Object.values(suggested?.speaker_parts ?? {}).filter(Boolean).join(" · ");
}
