// Finding a paper in a list of many: by text, by how it stands, by kind where it was pre-screened.
// Where the list came whole from the server, its rows are only hidden; a row's first element holds
// what is searched. Where a part of it came, the server is asked for those that fit.

import { byId, isWriting } from "./dom.js";

const SOON = 120; // milliseconds without typing after which the list follows
const texts = new WeakMap();

/** Connect the filter of a list; the page works without it. */
function start() {
  const form = document.querySelector(".filter[role=search]");
  if (!form) return;
  form.hidden = false;
  addEventListener("keydown", (event) => focusOnSlash(event));
  if ("inParts" in form.dataset) return askForParts(form);
  let timer = null;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(showFitting, SOON, form);
  });
  byId("filter-clear").addEventListener("click", () => clear(form));
  showFitting(form);
}

/** Let the server find: at once by how papers stand and by kind, by text when that is entered. */
function askForParts(form) {
  form.addEventListener("change", () => form.requestSubmit());
  byId("filter-clear").addEventListener("click", () => location.assign(form.dataset.whole));
}

function showFitting(form) {
  const words = folded(byId("filter-text").value).split(/\s+/).filter(Boolean);
  const waits = form.elements.waits.value;
  const kind = form.elements.kind?.value;
  const rows = [...byId("papers").children];
  let shown = 0;
  for (const row of rows) {
    const stands = (!waits || row.dataset.waits === waits) && (!kind || row.dataset.kind === kind);
    const fits = stands && words.every((word) => textOf(row).includes(word));
    if (row.hidden === fits) row.hidden = !fits;
    shown += fits;
  }
  byId("filter-told").textContent = shown === rows.length ? "" : `${shown} of ${rows.length} shown`;
  byId("filter-none").hidden = shown > 0;
}

function clear(form) {
  form.reset();
  showFitting(form);
  byId("filter-text").focus();
}

function focusOnSlash(event) {
  if (event.key !== "/" || isWriting(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  byId("filter-text").focus();
}

function textOf(row) {
  if (!texts.has(row)) texts.set(row, folded(row.firstElementChild.textContent));
  return texts.get(row);
}

/** Text as it is compared: without case and accents. */
function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

start();
