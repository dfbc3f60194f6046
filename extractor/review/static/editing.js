// The lead's forms on the codebook's page: each becomes one recorded step.

import { Outbox } from "./api.js";
import { inTree } from "./codebook.js";
import { dialogEnd, openDialog } from "./dialogs.js";
import { button, byId, make } from "./dom.js";
import { showSaving } from "./notices.js";

const TEXTS = { definition: "Definition", when_to_use: "When to use", when_not: "When not" };
const FIRST_COLOUR = "#0f6b6b";

class Editing {
  constructor(page) {
    this.state = JSON.parse(page.dataset.codebook);
    this.outbox = new Outbox("/codebook");
    showSaving(this.outbox);
    page.addEventListener("click", ({ target }) => {
      const asked = target.closest("[data-act]");
      if (asked) this[asked.dataset.act](this.#theme(asked.dataset.theme));
    });
  }

  add() {
    const fields = themeFields(this.state, null);
    this.#ask("Add a theme", "Add", fields.elements, () => ({ kind: "add", entries: [fields.values()] }));
  }

  change(theme) {
    const fields = themeFields(this.state, theme);
    this.#ask(`Change “${theme.name}”`, "Change", fields.elements, () => ({ kind: "change", theme: theme.id, entries: [fields.values()] }));
  }

  split(theme) {
    const rows = make("div", { class: "stack" });
    const more = () => rows.append(partOf(rows.children.length + 1));
    more();
    more();
    const others = this.#choices(theme);
    const parts = () => [...rows.children].map((row) => ({ name: row.querySelector("input").value.trim(), definition: row.querySelector("textarea").value, parent: theme.parent })).filter(({ name }) => name);
    const chosen = () => [...others.querySelectorAll("input:checked")].map(({ value }) => value);
    const told = make("p", { class: "small" }, "Name the themes that take its place. What was sorted under it keeps it, and is listed to be looked at again.");
    const known = make("fieldset", { hidden: !others.children.length }, make("legend", { class: "field-name" }, "And of those that there are"), others);
    const elements = [told, rows, button("One more", more, { kind: "button-small" }), known];
    this.#ask(`Split “${theme.name}”`, "Split", elements, () => ({ kind: "split", theme: theme.id, entries: parts(), into: chosen() }));
  }

  merge(theme) {
    const into = select(this.#others(theme), "");
    const told = make("p", { class: "small" }, "What was sorted under it keeps it, and counts as the other theme from now on.");
    this.#ask(`Merge “${theme.name}”`, "Merge", [told, field("Into", into)], () => ({ kind: "merge", theme: theme.id, into: [into.value] }));
  }

  retire(theme) {
    const told = make("p", {}, "It cannot be chosen any more. What was sorted under it keeps it, and is listed to be looked at again.");
    this.#ask(`Retire “${theme.name}”`, "Retire", [told], () => ({ kind: "retire", theme: theme.id }));
  }

  restore(theme) {
    const told = make("p", {}, "It can be chosen again, and what was sorted under it need not be looked at again.");
    this.#ask(`Take “${theme.name}” back into use`, "Take back", [told], () => ({ kind: "restore", theme: theme.id }));
  }

  /** Ask with a form; `step` makes of it what is sent. The page is read anew when it is on record. */
  #ask(title, does, elements, step) {
    const note = make("input", { class: "input", autocomplete: "off", maxLength: 2000 });
    const advice = make("p", { class: "small", role: "alert" });
    const send = (event) => {
      event.preventDefault();
      advice.textContent = "";
      this.outbox.send("/steps", { ...step(), note: note.value, seen: this.state.steps }).then(() => location.reload(), (error) => (advice.textContent = error.message));
    };
    openDialog(title, (close) => [
      make("form", { class: "theme-form", on: { submit: send } }, ...elements, field("Why (kept with the step)", note), advice,
        dialogEnd(button("Cancel", close), make("button", { class: "button button-primary" }, does))),
    ]);
  }

  #theme(id) {
    return [...this.state.themes, ...this.state.ended].find((theme) => theme.id === id);
  }

  /** The open themes but this one. */
  #others(theme) {
    return inTree(this.state.themes).map(([, each]) => each).filter(({ id }) => id !== theme.id);
  }

  #choices(theme) {
    const boxes = this.#others(theme).map(({ id, name }) => make("label", {}, make("input", { type: "checkbox", value: id }), ` ${name}`));
    return make("div", { class: "choices" }, ...boxes);
  }
}

/** The fields of a whole theme, and what they hold. */
function themeFields(state, theme) {
  const name = make("input", { class: "input", required: true, maxLength: 200, autocomplete: "off", value: theme?.name ?? "" });
  const parent = select(inTree(state.themes).map(([, each]) => each).filter(({ id }) => id !== theme?.id), theme?.parent ?? "", "none: at the top");
  const texts = Object.fromEntries(Object.keys(TEXTS).map((key) => [key, area(theme?.[key] ?? "")]));
  const examples = area((theme?.examples ?? []).join("\n"));
  const colour = make("input", { class: "input", type: "color", value: theme?.colour || FIRST_COLOUR });
  let chosen = theme?.colour ?? FIRST_COLOUR;
  colour.addEventListener("input", () => (chosen = colour.value));
  const elements = [field("Name", name), field("Meta-theme", parent), ...Object.entries(TEXTS).map(([key, title]) => field(title, texts[key])), field("Examples, one a line", examples), field("Colour", colour)];
  const told = () => Object.fromEntries(Object.entries(texts).map(([key, element]) => [key, element.value]));
  const values = () => ({ name: name.value, parent: parent.value, ...told(), examples: examples.value.split("\n").filter((line) => line.trim()), colour: chosen });
  return { elements, values };
}

function partOf(number) {
  const name = make("input", { class: "input", autocomplete: "off", maxLength: 200 });
  return make("fieldset", {}, make("legend", { class: "field-name" }, `New theme ${number}`), field("Name", name), field("Definition", area("")));
}

function select(themes, chosen, none = null) {
  const options = themes.map(({ id, name }) => make("option", { value: id, selected: id === chosen }, name));
  return make("select", { class: "input" }, none !== null && make("option", { value: "" }, none), ...options);
}

function area(value) {
  return make("textarea", { class: "input", value, rows: 2 });
}

function field(title, element) {
  return make("label", { class: "field" }, make("span", { class: "field-name" }, title), element);
}

new Editing(byId("codebook-page"));
