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
    this.whyThemes = make("p", { class: "quiet small why-themes", hidden: true });
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
    if (this.shown !== mark) this.order(mark);
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

  /**
   * Put the themes into the order suggested for a mark. It stays while the mark is shown, so that a
   * digit does not change its meaning under the finger.
   */
  order(mark) {
    const suggested = this.desk.suggested?.of(mark) ?? null;
    const place = new Map(suggested?.order.map((id, index) => [id, index]));
    this.ordered = [...this.themeButtons].sort((one, other) => (place.get(one.theme.id) ?? Infinity) - (place.get(other.theme.id) ?? Infinity) || one.at - other.at);
    this.ordered.forEach(({ element, key }, index) => {
      key.textContent = index < 9 ? String(index + 1) : "·";
      this.themes.append(element);
    });
    if (mark) mark.themesShown = mark.themesShown || Boolean(suggested);
    this.#tellWhy(suggested);
  }

  /** Take over fresh suggestions for the mark that is shown, unless its themes are being chosen. */
  refresh() {
    const { mark } = this.desk;
    if (!mark || mark.themesShown || this.desk.judged(mark).themes.length) return;
    this.order(mark);
    this.render();
  }

  /** Put the theme at a place on the current mark, or take it off. */
  toggleAt(index) {
    this.toggleTheme(this.ordered?.[index]?.theme);
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
    const themes = make("div", { class: "field-row is-wide", hidden: !hasThemes }, make("span", { class: "field-name" }, "Themes"), make("div", {}, this.themes, this.whyThemes));
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
      return { theme, at: index, key, ...parts, element: make("button", properties, key, parts.name, parts.hint) };
    });
    return this.themeButtons.map(({ element }) => element);
  }

  /** A theme with its meta-theme and its definition, in words. */
  #meaningOf({ name, parent, definition }) {
    const above = this.desk.state.themes.find((theme) => theme.id === parent);
    return [above ? `${above.name} › ${name}` : name, definition].filter(Boolean).join(": ");
  }

  /** Which themes are on, and how likely they are; numbers only where the review shows scores. */
  #renderThemes(mark, chosen) {
    const suggested = this.desk.suggested?.of(mark);
    const scores = new Map(suggested?.likely.map((likely, index) => [suggested.order[index], likely]));
    const shown = this.desk.state.settings.show_scores;
    for (const { theme, element, name, hint } of this.themeButtons) {
      const isOn = chosen.includes(theme.id);
      element.setAttribute("aria-pressed", String(isOn));
      name.textContent = isOn ? `✓ ${theme.name}` : theme.name;
      hint.hidden = !shown || !scores.has(theme.id);
      if (!hint.hidden) hint.textContent = scores.get(theme.id).toFixed(2).replace(/^0/, "");
    }
  }

  /** Why the first theme is the likeliest, and on how much that rests. */
  #tellWhy(suggested) {
    const isAnswered = Object.keys(this.desk.suggested?.marks ?? {}).length > 0;
    this.whyThemes.hidden = !suggested && !isAnswered;
    if (!suggested) {
      this.whyThemes.textContent = "In the codebook’s own order: some accounts are sorted without suggestions.";
      return;
    }
    const { words, accounts } = suggested;
    const count = this.desk.suggested.restsOn;
    const because = [words.length && `its words (${words.join(", ")})`, accounts.length && `accounts like it: “${excerpt(accounts[0])}”`].filter(Boolean);
    const rests = count ? `learned from ${count} sorted ${count === 1 ? "account" : "accounts"}` : "from the codebook’s words alone";
    this.whyThemes.textContent = `Likeliest first${because.length ? `, for ${because.join(" and ")}` : ""}; ${rests}.`;
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

/** The beginning of an account, to know it again by. */
function excerpt(text, most = 60) {
  const whole = text.replace(/\s+/g, " ");
  return whole.length > most ? `${whole.slice(0, most).replace(/\s+\S*$/, "")} …` : whole;
}

function partsOf(suggested) {
  return Object.values(suggested?.speaker_parts ?? {}).filter(Boolean).join(" · ");
}
