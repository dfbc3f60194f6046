// The paper view: reads the paper, lays it out, and connects what the other modules offer.

import { Outbox, read } from "./api.js";
import { describeBanner } from "./banner.js";
import { Care } from "./care.js";
import { Drawer, nextOutdated } from "./codebook.js";
import { Desk } from "./desk.js";
import { askFinish, askPage, showKeys } from "./dialogs.js";
import { button, byId, make } from "./dom.js";
import { keyTable, listen } from "./keys.js";
import { measure } from "./layer.js";
import { Marks } from "./marks.js";
import { clearToast, say, showSaving, toast } from "./notices.js";
import { labelOf, PageView } from "./pages.js";
import { Panel } from "./panel.js";
import { RunningView } from "./running.js";
import { describeSelection, Selection } from "./selection.js";
import { isOpen } from "./states.js";
import { SuggestedThemes } from "./suggesting.js";
import { PaperText } from "./text.js";
import { Ticks } from "./ticks.js";

const BASE = location.pathname.replace(/\/+$/, "");

/** Read the paper and open it. */
async function start() {
  try {
    const [state, words] = await Promise.all([read(`${BASE}/state`), read(`${BASE}/words`)]);
    open(state, new PaperText(words, measure));
  } catch (error) {
    const again = button("Try again", () => location.reload(), { kind: "button-primary" });
    byId("pane").replaceChildren(make("div", { class: "empty stack", role: "alert" }, make("p", {}, `The paper could not be opened. ${error.message}`), again));
    throw error;
  }
}

/** Connect everything. */
function open(state, text) {
  const pane = byId("pane");
  const outbox = new Outbox(BASE);
  const desk = new Desk(state, text, outbox);
  desk.suggested = new SuggestedThemes(desk, BASE);
  const view = state.pages.length ? new PageView(pane, text, state.pages, pictureOf) : new RunningView(pane, text);
  const selection = new Selection(view, desk, pane);
  const parts = { pane, desk, view, selection, care: new Care(state.paper, state.settings) };
  parts.panel = new Panel(byId("panel"), desk, { leave: () => pane.focus({ preventScroll: true }), marking: () => add(parts) });
  const { panel } = parts;
  desk.suggested.addEventListener("change", () => panel.fields.refresh());
  parts.marks = new Marks(view, desk, (mark, name) => peek(parts, mark, name));
  parts.ticks = new Ticks(byId("ticks"), desk);
  parts.drawer = new Drawer(byId("codebook"), byId("codebook-button"), desk);
  const now = actions(parts);
  listen(keyTable(now), { selection, reasons: panel.reasons, now });
  showSaving(outbox);
  followDesk(parts);
  followSelection(parts);
  wireTop(parts, now);
  wirePane(parts);
  pane.focus({ preventScroll: true });
}

function pictureOf(number, dpi) {
  return `${BASE}/pages/${number}.jpg${dpi > 110 ? `?dpi=${dpi}` : ""}`;
}

/** What the keys do. */
function actions(parts) {
  const now = { ...decisions(parts), ...movements(parts), add: () => add(parts), use: () => use(parts), done: () => parts.desk.blindPage !== null && closeBlind(parts) };
  now.help = () => showKeys(keyTable(now));
  return now;
}

/** What changes a mark; a reflex after a decision does not. */
function decisions({ desk, panel }) {
  const ready = (run) => (...given) => !desk.isTooSoon() && run(...given);
  return {
    accept: () => desk.accept(),
    reject: () => panel.reasons.open(),
    unsure: () => desk.decide("unsure"),
    withdraw: () => desk.mark && !isOpen(desk.mark) && desk.decide("withdraw"),
    undo: () => desk.undo(),
    nudge: ready((edge, step) => panel.nudge(edge, step)),
    theme: ready((index) => panel.fields.toggleAt(index)),
    speaker: () => panel.fields.speaker.focus(),
    voice: ready(() => panel.fields.cycle("voice")),
    eligibility: ready(() => panel.fields.cycle("eligibility")),
    note: () => panel.fields.note.focus(),
  };
}

/** What moves the reader about. */
function movements(parts) {
  const { desk, view, care, selection } = parts;
  const pages = () => (desk.blindPage === null ? desk.state.pages : []);
  return {
    next: () => desk.step(1),
    previous: () => desk.step(-1),
    nextOpen: () => desk.nextOpen(),
    page: () => pages().length && askPage(pages(), (number) => view.showPage(number)),
    zoom: (step) => view.zoom(step),
    codebook: () => parts.drawer.toggle(),
    lookAgain: () => nextOutdated(desk),
    blur: () => say(care.toggleBlur()),
    look: () => care.look(),
    caret: (unit, step, extend) => moveCaret(selection, view, unit, step, extend),
  };
}

/**
 * Add the selected words; without any, enter mark mode where the reader is. Arrows are then for the
 * words, not for a field that was clicked before.
 */
function add({ desk, view, selection, pane }) {
  const { span } = selection;
  if (span) {
    selection.clear();
    return desk.add(span);
  }
  if (selection.isActive) return say("Nothing is selected yet: hold Shift and press an arrow, or press Space first.");
  const { mark } = desk;
  const here = view.page ? view.text.firstOf(view.page.number) : 0;
  pane.focus({ preventScroll: true });
  const isHere = mark && view.place(mark.start, mark.end).some(({ sheet }) => sheet.page === view.page);
  selection.enter(isHere ? view.text.tokenAt(mark.start) : here);
}

/** Make the selected words the boundaries of the current mark. */
function use({ desk, selection }) {
  const { span } = selection;
  if (!span || !desk.mark) return say("Select words first.");
  selection.clear();
  desk.change(span);
}

function moveCaret(selection, view, unit, step, extend) {
  const { focus } = selection;
  const moves = {
    word: () => focus + step,
    line: () => view.inNextLine(focus, step),
    edge: () => view.edgeOfLine(focus, step),
    page: () => view.text.firstOf((view.text.tokens[focus].page || 0) + step),
  };
  const token = Math.min(Math.max(moves[unit](), 0), view.text.tokens.length - 1);
  if (unit !== "page" || view.text.tokens[token].page) selection.moveTo(token, extend);
}

/** Let the rest of the page follow what happens on the desk. */
function followDesk(parts) {
  const { desk, view, care } = parts;
  const reveal = () => {
    const { mark } = desk;
    care.hide();
    if (mark && mark.state !== "orphan") view.reveal(mark.start, mark.end);
  };
  desk.addEventListener("move", reveal);
  desk.addEventListener("say", ({ detail }) => say(detail.text));
  desk.addEventListener("ask", ({ detail }) => tellQuestion(desk, detail));
  desk.addEventListener("decide", ({ detail }) => tellDecision(desk, detail));
  desk.addEventListener("refuse", ({ detail }) => tellRefusal(desk, detail));
  for (const name of ["change", "state"]) desk.addEventListener(name, () => renderCounts(desk));
  desk.addEventListener("state", () => layOut(parts));
  renderCounts(desk);
  layOut(parts);
}

/** Show the pages that may be seen now, and what is to know about the paper. */
function layOut(parts) {
  const { desk, view, marks } = parts;
  byId("pane").classList.toggle("has-others", Boolean(desk.state.others));
  view.show(desk.blindPage === null ? null : [desk.blindPage]);
  marks.draw(null);
  describeBanner(byId("banner"), desk, () => closeBlind(parts));
  byId("finish").hidden = desk.state.finished;
  byId("finish").disabled = false;
  if (desk.mark) view.reveal(desk.mark.start, desk.mark.end, { atOnce: true });
}

function renderCounts(desk) {
  const { decided, marks, unsure, open } = desk.counts;
  const shown = desk.blindPage === null ? `${decided} of ${marks} decided` : `${marks} marked so far`;
  byId("counts").textContent = shown + (unsure ? ` · ${unsure} unsure` : "");
  byId("finish").classList.toggle("button-primary", open === 0 && desk.blindPage === null);
}

function tellDecision(desk, { mark, text, undone }) {
  const { decided, marks } = desk.counts;
  say(`${text}. ${decided} of ${marks}.`);
  const excerpt = mark ? ` “${Array.from(mark.text).slice(0, 48).join("")}…”` : "";
  const undo = button("Undo", () => desk.undo(), { key: "z", kind: "button-small" });
  toast(`${text}${excerpt}`, {}, ...(undone ? [] : [undo]));
}

/** Something was decided already: whether to decide anew. */
function tellQuestion(desk, { text }) {
  say(text);
  toast(text, {}, button("Yes", () => desk.accept(), { key: "c", kind: "button-small" }), button("No", () => leaveAsDecided(desk), { kind: "button-small" }));
}

function leaveAsDecided(desk) {
  desk.resetSpan();
  clearToast();
}

function tellRefusal(desk, { text, mark }) {
  say(text);
  const show = mark && button("Show it", () => desk.go(mark), { kind: "button-small" });
  const reload = button("Read anew", () => desk.reload().then(clearToast), { kind: "button-small" });
  toast(`Not saved. ${text}`, { stays: 0, bad: true }, ...[show, reload, button("Close", clearToast, { kind: "button-small" })].filter(Boolean));
}

/** Close the blind page that is shown; its marks are on the record first. */
async function closeBlind({ desk, selection }) {
  selection.clear();
  const page = desk.blindPage;
  await desk.conclude(`/pages/${page}/close`).catch((error) => tellRefusal(desk, { text: error.message }));
  if (desk.blindPage === null) say("All pages without suggestions are done. The suggestions are shown now.");
  else if (desk.blindPage !== page) say("Done. The next page without suggestions is shown.");
}

function followSelection(parts) {
  const { selection, view } = parts;
  const strip = byId("marking");
  const small = { kind: "button-small" };
  const ways = {
    add: button("Add", () => add(parts), { key: "a", kind: "button-small button-primary" }),
    clear: button("Leave", () => selection.clear(), { key: "Esc", ...small }),
  };
  const use_ = button("As boundaries", () => use(parts), { key: "m", ...small });
  selection.addEventListener("change", () => {
    strip.hidden = !selection.isActive;
    parts.pane.classList.toggle("is-marking", selection.caret);
    if (!selection.isActive) return say("");
    const { span, length } = selection;
    strip.replaceChildren(...describeSelection(selection, { add: span && ways.add, use: span && parts.desk.mark && use_, clear: ways.clear }));
    const { start, end } = view.text.tokens[selection.focus];
    say(span ? `${length} selected: ${excerptOf(view.text.slice(span.start, span.end))}` : view.text.slice(start, end));
  });
}

function excerptOf(text) {
  return text.length > 90 ? `${text.slice(0, 40)} … ${text.slice(-40)}` : text;
}

function wireTop({ desk, view, care }, now) {
  const on = (id, run) => byId(id).addEventListener("click", run);
  on("zoom-in", () => now.zoom(1));
  on("zoom-out", () => now.zoom(-1));
  on("zoom-fit", () => now.zoom(0));
  on("page-button", () => now.page());
  on("help-button", () => now.help());
  on("care-button", () => care.open());
  on("finish", () => askFinish(desk, { finish: () => desk.conclude("/finish"), goOpen: () => desk.nextOpen() }));
  const showZoom = () => byId("zoom-fit").replaceChildren(make("span", { class: "visually-hidden" }, "Fit the width, now "), `${view.percent} %`);
  const showPage = () => {
    const { pages } = desk.state;
    byId("page-button").hidden = !pages.length;
    if (view.page) byId("page-button").textContent = `page ${labelOf(view.page)} / ${pages.length}`;
  };
  view.addEventListener("zoom", showZoom);
  view.addEventListener("page", showPage);
  showZoom();
  showPage();
}

/** On the paper a pointer selects by word; keys stay with the page. */
function wirePane({ pane, selection }) {
  const isOnPaper = (event) => event.target.closest(".paper");
  pane.addEventListener("pointerdown", (event) => isOnPaper(event) && selection.press(event));
  pane.addEventListener("click", (event) => event.pointerType === "touch" && isOnPaper(event) && selection.tap(event));
  pane.addEventListener("mousedown", (event) => {
    if (!isOnPaper(event) || event.button !== 0) return;
    event.preventDefault();
    pane.focus({ preventScroll: true });
  });
}

/** Show another person's mark on the page and in the panel. */
function peek({ view, desk, panel }, mark, name) {
  const mine = desk.marks.find((one) => one.start < mark.end && mark.start < one.end);
  if (mine) return desk.go(mine);
  view.reveal(mark.start, mark.end);
  panel.peek(mark, name);
}

start();
