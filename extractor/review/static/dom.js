// Making elements. Text from papers, people and files is hostile: it is only ever set as text.

/**
 * Make an element; `on` holds listeners, a name with a dash or `role` is set as an attribute,
 * anything else as a property. Children are nodes or strings; null and false are left out.
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "on") listen(element, value);
    else if (name === "class") element.className = value;
    else if (name === "role" || name.includes("-")) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== false && child !== undefined));
  return element;
}

/** A button; its key, where it has one, is shown on it and told to assistive technology. */
export function button(label, run, { key = "", kind = "", ...rest } = {}) {
  const keyed = key ? { "aria-keyshortcuts": key } : {};
  const properties = { type: "button", class: `button ${kind}`.trim(), on: { click: run }, ...keyed, ...rest };
  return make("button", properties, label, key && make("kbd", { "aria-hidden": "true" }, key));
}

/** The element with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** Whether keys typed here write text, so that no shortcut may fire. */
export function isWriting(target) {
  const field = target?.closest?.("input, textarea, select, [contenteditable=true]");
  return Boolean(field) && !["radio", "checkbox", "button", "range"].includes(field.type);
}

/** Whether the system asks for less motion. */
export function isStill() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function listen(element, listeners) {
  for (const [event, run] of Object.entries(listeners)) element.addEventListener(event, run);
}
