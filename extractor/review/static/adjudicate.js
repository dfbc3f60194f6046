// The bench: reads a finished paper with its conflicts and connects what the other modules offer.

import { Outbox, read } from "./api.js";
import { Bench } from "./bench.js";
import { askPage, showKeys } from "./dialogs.js";
import { button, byId, isWriting, make } from "./dom.js";
import { Draft } from "./draft.js";
import { clearToast, say, showSaving, toast } from "./notices.js";
import { Outlines } from "./outlines.js";
import { labelOf, PageView } from "./pages.js";
import { RunningView } from "./running.js";
import { Selection } from "./selection.js";
import { settlingKeys } from "./settling.js";
import { Sides } from "./sides.js";
import { PaperText } from "./text.js";
import { differences, standOf } from "./told.js";
import { UnitList } from "./unitlist.js";
import { callers, Verdict } from "./verdict.js";

const BASE = location.pathname.replace(/\/adjudicate\/*$/, "");

/** Read the paper and open it. */
async function start() {
  try {
    const [docket, words] = await Promise.all([read(`${BASE}/docket`), read(`${BASE}/words`)]);
    open(docket, new PaperText(words));
  } catch (error) {
    const again = button("Try again", () => location.reload(), { kind: "button-primary" });
    byId("pane").replaceChildren(make("div", { class: "empty stack", role: "alert" }, make("p", {}, `The paper could not be opened. ${error.message}`), again));
    throw error;
  }
}

/** Connect everything. */
function open(docket, text) {
  const pane = byId("pane");
  const outbox = new Outbox(BASE);
  const bench = Object.assign(new Bench(docket, outbox, byId("main").dataset.me), { text });
  const draft = new Draft(bench, text);
  const view = docket.pages.length ? new PageView(pane, text, docket.pages, pictureOf) : new RunningView(pane, text);
  const selection = new Selection(view, draft, pane);
  const leave = () => pane.focus({ preventScroll: true });
  const names = { shown: false };
  const called = callers(docket.people, () => names.shown);
  const known = new Map([...byId("people").children].map((item) => [item.dataset.id, item.textContent]));
  const parts = { pane, bench, draft, view, selection, names, called };
  const now = actions(parts);
  parts.sides = new Sides([byId("one"), byId("other")], bench, text, called);
  parts.verdict = new Verdict(byId("verdict"), bench, draft, { now, called, known, leave });
  parts.outlines = new Outlines(view, bench, draft);
  parts.list = new UnitList(byId("units"), bench);
  Object.assign(now, fieldActions(parts));
  showSaving(outbox);
  follow(parts);
  wireTop(parts, now);
  wirePane(parts, now);
  listen(settlingKeys(now, docket.outcomes.length), parts, now);
  leave();
  const wanted = decodeURIComponent(location.hash.slice(1));
  bench.go(bench.units.find((unit) => unit.names.includes(wanted)));
}

function pictureOf(number, dpi) {
  return `${BASE}/pages/${number}.jpg${dpi > 110 ? `?dpi=${dpi}` : ""}`;
}

/** What the keys and buttons do. */
function actions(parts) {
  const { bench, draft, selection } = parts;
  const now = {
    choose: (place) => bench.choose(place),
    isDrafting: () => draft.isBegun,
    fresh: () => draft.isBegun || draft.begin(),
    split: () => draft.split(),
    merge: () => draft.merge(),
    nextPiece: () => draft.nextPiece(),
    conclude: () => draft.conclude(),
    drop: () => (selection.isActive ? selection.clear() : draft.drop()),
    nudge: (edge, step) => draft.nudge(edge, step),
    use: () => use(parts),
    withdraw: () => bench.withdraw(),
    joint: () => byId("joint")?.click(),
    ...viewActions(parts),
    help: () => showKeys(settlingKeys(now, bench.docket.outcomes.length)),
  };
  return now;
}

function viewActions(parts) {
  const { bench, view, names } = parts;
  const { pages } = bench.docket;
  return {
    next: () => bench.step(1),
    previous: () => bench.step(-1),
    nextOpen: () => bench.nextOpen(),
    all: () => bench.showAll(!bench.all),
    names: () => showNames(parts, !names.shown),
    page: () => pages.length && askPage(pages, (number) => view.showPage(number)),
    zoom: (step) => view.zoom(step),
  };
}

/** What the keys do that lead into fields; those of the new account only while one is made. */
function fieldActions({ draft, verdict }) {
  const { fields, note } = verdict;
  const drafted = (run) => (given) => draft.isBegun && run(given);
  return {
    note: () => note.isConnected && note.focus(),
    speaker: drafted(() => fields.speaker.focus()),
    cycle: drafted((name) => fields.cycle(name)),
    theme: drafted((index) => fields.toggleTheme(draft.state.themes[index])),
  };
}

/** Make the selected words the new account. */
function use({ draft, selection, bench }) {
  const { span } = selection;
  if (!span) return bench.say("Select words on the page first.");
  selection.clear();
  return draft.use(span);
}

function showNames(parts, shown) {
  parts.names.shown = shown;
  byId("names").setAttribute("aria-pressed", String(shown));
  parts.sides.render();
  parts.verdict.render();
  renderBanner(parts);
  say(shown ? "Names are shown." : "Names are hidden.");
}

/** Let the rest of the page follow what happens on the bench. */
function follow(parts) {
  const { bench, draft, view } = parts;
  const reveal = () => bench.unit && view.reveal((draft.mark ?? bench.unit).start, bench.unit.end);
  bench.addEventListener("move", () => {
    reveal();
    tellUnit(parts);
  });
  bench.addEventListener("say", ({ detail }) => say(detail.text));
  bench.addEventListener("refuse", ({ detail }) => {
    say(detail.text);
    toast(detail.text, { bad: true });
  });
  bench.addEventListener("settle", () => tellSettled(bench));
  bench.addEventListener("change", () => renderBanner(parts));
  draft.addEventListener("change", () => requestAnimationFrame(reveal));
  renderBanner(parts);
  requestAnimationFrame(reveal);
}

function tellUnit({ bench, called }) {
  const { unit } = bench;
  const stand = standOf(unit);
  const told = stand === "conflict" ? differences(unit, bench.text, { called, docket: bench.docket }).map(({ text }) => text).join(" ") : stand;
  say(`Number ${bench.numberOf(unit)}. ${told}`);
}

function tellSettled(bench) {
  const left = bench.open.length;
  const text = left ? `Settled. ${left} ${left === 1 ? "conflict" : "conflicts"} left.` : bench.doneWords;
  say(text);
  toast(text, {}, button("Withdraw", () => bench.withdraw(), { key: "z", kind: "button-small" }));
}

/** What is to know: whether it must be settled together, and whether all is done. */
function renderBanner({ bench }) {
  const banner = byId("banner");
  const conflicts = bench.units.filter((unit) => unit.conflicts.length).length;
  const left = bench.open.length;
  byId("counts").textContent = left ? `${left} of ${conflicts} ${conflicts === 1 ? "conflict" : "conflicts"} left` : bench.doneWords;
  const hadFocus = document.activeElement?.id === "joint";
  const isOwn = Boolean(bench.partners);
  const together = isOwn && conflicts ? [left && jointAdvice(bench), jointBox(bench)].filter(Boolean) : [];
  const done = [make("p", {}, make("b", {}, "✓ "), bench.doneWords), make("a", { class: "button button-small", href: byId("main").dataset.home }, "Back to the papers")];
  const parts = [...(left ? [] : done), ...together];
  banner.hidden = !parts.length;
  banner.classList.toggle("is-done", !left);
  banner.replaceChildren(...parts);
  if (hadFocus) byId("joint")?.focus();
}

function jointAdvice({ partners }) {
  return make("p", {}, "You annotated this paper yourself. Settle its conflicts only together with ", make("b", {}, partners), ", in front of one screen.");
}

function jointBox(bench) {
  const box = make("input", { type: "checkbox", id: "joint", checked: bench.joint, "aria-keyshortcuts": "t", on: { change: () => bench.setJoint(box.checked) } });
  return make("label", { class: "joint" }, box, make("span", {}, "I decide this together with ", make("b", {}, bench.partners)), make("kbd", { "aria-hidden": "true" }, "t"));
}

function wireTop({ bench, view }, now) {
  const on = (id, run) => byId(id).addEventListener("click", run);
  on("zoom-in", () => now.zoom(1));
  on("zoom-out", () => now.zoom(-1));
  on("zoom-fit", () => now.zoom(0));
  on("page-button", () => now.page());
  on("help-button", () => now.help());
  on("names", () => now.names());
  const showZoom = () => byId("zoom-fit").replaceChildren(make("span", { class: "visually-hidden" }, "Fit the width, now "), `${view.percent} %`);
  const showPage = () => {
    const { pages } = bench.docket;
    byId("page-button").hidden = !pages.length;
    if (view.page) byId("page-button").textContent = `page ${labelOf(view.page)} / ${pages.length}`;
  };
  view.addEventListener("zoom", showZoom);
  view.addEventListener("page", showPage);
  showZoom();
  showPage();
}

/** On the paper a pointer selects by word; what is selected can become the new account. */
function wirePane({ pane, selection }, now) {
  const isOnPaper = (event) => event.target.closest(".paper");
  pane.addEventListener("pointerdown", (event) => isOnPaper(event) && selection.press(event));
  pane.addEventListener("mousedown", (event) => {
    if (!isOnPaper(event) || event.button !== 0) return;
    event.preventDefault();
    pane.focus({ preventScroll: true });
  });
  selection.addEventListener("change", () => {
    const strip = byId("marking");
    strip.hidden = !selection.isActive;
    if (!selection.isActive) return;
    const small = { kind: "button-small" };
    strip.replaceChildren(make("p", {}, `${selection.length} ${selection.length === 1 ? "word" : "words"} selected.`),
      button("As the new account", now.use, { key: "a", kind: "button-small button-primary" }), button("Leave", now.drop, { key: "Esc", ...small }));
  });
}

function listen(table, { draft, selection }, now) {
  const byKey = new Map(table.flatMap((row) => row.keys.map((key) => [key, row])));
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isElsewhere(event)) return;
    const isOnControl = event.target.closest?.("button, a, input, summary");
    if (event.key === "Enter" && (isOnControl || !draft.isBegun)) return;
    if (event.key === "Escape" && !draft.isBegun && !selection.isActive) return clearToast();
    const row = byKey.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (!row?.run) return;
    event.preventDefault();
    if (!event.repeat || row.repeats) row.run(event.key);
  });
}

/** Whether a keypress is meant for a field, a dialog or the browser. Brackets may need AltGr. */
function isElsewhere(event) {
  if (event.isComposing || isWriting(event.target) || document.querySelector("dialog[open]")) return true;
  return "[]{}".includes(event.key) ? event.metaKey : event.ctrlKey || event.metaKey || event.altKey;
}

start();
