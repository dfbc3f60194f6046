// Screening: include or exclude each paper, by keys or buttons. Verdicts are sent in order; what the
// server then knows (counts, what others say once all have said it) is read anew a moment later.

import { Outbox } from "./api.js";
import { showKeys } from "./dialogs.js";
import { byId, isWriting } from "./dom.js";
import { clearToast, say, showSaving, toast } from "./notices.js";
import { ReasonForm } from "./why.js";

const SOON = 2500; // milliseconds after the last verdict at which the list is read anew
const TOO_SOON = 300; // milliseconds in which a second verdict is a reflex
const WORDS = { include: "Included", exclude: "Excluded", "paper unsure": "Unsure" };
const SIGNS = { include: "✓", exclude: "✕", "paper unsure": "?" };

class Screening {
  constructor(list) {
    Object.assign(this, { list, saidAt: -Infinity, timer: null });
    this.outbox = new Outbox("/papers/");
    this.why = new ReasonForm(list.parentElement.parentElement.dataset.reasons.split("|"), (reason, note) => this.#exclude(reason, note), () => this.row?.focus());
    this.current = (this.rows.find((row) => row.dataset.waits === "open") ?? this.rows[0]).dataset.paper;
    this.#mark();
  }

  /** The rows that are shown. */
  get rows() {
    return [...this.list.children].filter((row) => !row.hidden);
  }

  /** The row that keys are about. */
  get row() {
    return this.list.querySelector(`[data-paper="${CSS.escape(this.current)}"]`);
  }

  /** Make a row the current one and bring it into view. */
  go(row) {
    if (!row) return;
    if (row !== this.row) this.why.close();
    this.current = row.dataset.paper;
    this.#mark();
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  step(by) {
    const { rows } = this;
    const row = rows[rows.indexOf(this.row) + by];
    if (row) this.go(row);
    else say(by > 0 ? "This is the last paper." : "This is the first paper.");
  }

  /** Say or settle a verdict on the current row; excluding asks for a reason first. */
  press(step) {
    const { row } = this;
    if (!row || row.hidden || performance.now() - this.saidAt < TOO_SOON) return;
    if (!this.#mayPress(row)) return;
    if (step === "exclude") return this.why.open(row);
    this.why.close();
    this.#send(row, step, "", "");
  }

  /** Tick or untick that the current row is decided together. */
  toggleJoint() {
    const box = this.row?.querySelector(".is-joint");
    if (box) box.click();
  }

  /** Show or hide the quotations of the current row. */
  toggleSamples() {
    const samples = this.row?.querySelector(".samples");
    if (samples) samples.open = !samples.open;
    else say("This paper has no likely quotation to show.");
  }

  /** Show how a verdict that stands can be changed. */
  settleAnew(row) {
    row.querySelector(".screened-do").hidden = false;
    row.querySelector(".screened-again").remove();
    row.querySelector("[data-step]").focus();
  }

  #mayPress(row) {
    const { mode } = row.dataset;
    const joint = row.querySelector(".is-joint");
    if (!mode) return this.#refuse("This paper’s annotators say it first.");
    if (mode === "say") return true;
    if (row.querySelector(".screened-do").hidden) return this.#refuse("This is decided. Press “Change” to settle it anew.");
    if (joint && !joint.checked) {
      return this.#refuse("You judged this paper yourself. Settle it together, and tick “decided together” (t).");
    }
    return true;
  }

  #refuse(text) {
    say(text);
    toast(text, { bad: true });
    return false;
  }

  #exclude(reason, note) {
    this.why.close();
    this.#send(this.row, "exclude", reason, note);
  }

  async #send(row, step, reason, note) {
    this.saidAt = performance.now();
    const settles = row.dataset.mode === "settle";
    const joint = Boolean(row.querySelector(".is-joint")?.checked);
    const body = settles ? { step, reason, joint } : { step, reason, note };
    const text = `${WORDS[step]}${reason ? `: ${reason}` : ""}`;
    showAtOnce(row, step, reason);
    this.#tell(`${text.replace(/\.$/, "")}. ${row.querySelector(".paper-name").textContent}`);
    this.#onward(row);
    const sent = this.outbox.send(`${row.dataset.paper}/screening${settles ? "/settle" : ""}`, body);
    await sent.catch((error) => this.#refuse(`Not saved. ${error.message}`));
    this.#refreshSoon();
  }

  #tell(text) {
    say(text);
    toast(text);
  }

  /** After a verdict: to the next paper that waits, else stay. */
  #onward(row) {
    const { rows } = this;
    const at = rows.indexOf(row);
    const waits = row.dataset.mode === "settle" ? "disputed" : "open";
    const next = [...rows.slice(at + 1), ...rows.slice(0, at)].find((each) => each.dataset.waits === waits && each.dataset.mode);
    this.go(next ?? row);
  }

  #mark() {
    for (const row of this.list.children) {
      const isCurrent = row.dataset.paper === this.current;
      row.classList.toggle("is-current", isCurrent);
      row.tabIndex = isCurrent ? 0 : -1;
    }
  }

  #refreshSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#refresh(), SOON);
  }

  /** Read the page anew and take over what differs, but what is being worked on. */
  async #refresh() {
    if (this.outbox.unsaved) return;
    const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    if (!response?.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (this.outbox.unsaved || !page.getElementById("papers")) return;
    const hadFocus = this.row?.contains(document.activeElement);
    for (const fresh of page.getElementById("papers").children) this.#takeOver(fresh);
    byId("counts").replaceWith(page.getElementById("counts"));
    this.#mark();
    if (hadFocus && !this.row.contains(document.activeElement)) this.row.focus({ preventScroll: true });
  }

  #takeOver(fresh) {
    const row = this.list.querySelector(`[data-paper="${CSS.escape(fresh.dataset.paper)}"]`);
    const isBusy = this.why.isOpen && row === this.row;
    const differs = row && (row.dataset.saidAt || row.dataset.waits !== fresh.dataset.waits || row.textContent !== fresh.textContent);
    if (!differs || isBusy) return;
    fresh.hidden = row.hidden;
    if (row.querySelector(".samples")?.open) fresh.querySelector(".samples").open = true;
    row.replaceWith(fresh);
  }
}

/** Show a verdict before the server has it on record. */
function showAtOnce(row, step, reason) {
  const said = row.querySelector(".screened-said");
  const line = document.createElement("p");
  line.className = "small";
  line.textContent = `${SIGNS[step]} ${step === "paper unsure" ? "unsure" : step}${reason ? ` – ${reason}` : ""}`;
  said.replaceChildren(line);
  row.dataset.saidAt = "now";
  if (row.dataset.waits === "open") row.dataset.waits = "said";
}

function keyTable(screening) {
  const row = (group, keys, does, run, repeats = false, shown = keys) => ({ group, keys, does, run, repeats, shown });
  return [
    row("Say", ["i"], "include", () => screening.press("include")),
    row("Say", ["x"], "exclude, then 1–7 for the reason", () => screening.press("exclude"), false, ["x", "1–7"]),
    row("Say", ["u"], "unsure", () => screening.press("paper unsure")),
    row("Say", ["t"], "decided together (where a conflict is settled)", () => screening.toggleJoint()),
    row("Move", ["j"], "next paper", () => screening.step(1), true),
    row("Move", ["k"], "previous paper", () => screening.step(-1), true),
    row("Look", ["s"], "likely quotations of the paper, not confirmed", () => screening.toggleSamples()),
    row("Move", ["o"], "open the paper", () => screening.row?.querySelector("a.open")?.click()),
    row("Move", [], "find a paper", null, false, ["/"]),
    row("Move", ["?"], "all keys", () => showKeys(keyTable(screening))),
  ];
}

function listen(screening) {
  const byKey = new Map(keyTable(screening).flatMap((row) => row.keys.map((key) => [key, row])));
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isWriting(event.target) || document.querySelector("dialog[open]")) return;
    const row = byKey.get(event.key.toLowerCase());
    if (screening.why.press(event)) event.preventDefault();
    else if (row) {
      event.preventDefault();
      if (!event.repeat || row.repeats) row.run();
    }
  });
}

function start() {
  const list = byId("papers");
  if (!list) return;
  const screening = list.children.length ? new Screening(list) : null;
  if (screening) screen(screening);
  byId("help-button").addEventListener("click", () => showKeys(keyTable(screening)));
  addEventListener("keydown", (event) => event.key === "Escape" && clearToast());
  byId("show-doubtful")?.addEventListener("click", showDoubtful);
  byId("counts").parentElement.addEventListener("click", ({ target }) => stop(target.closest("[data-stopping]")));
}

/** Let keys and clicks say what the papers of the list are. */
function screen(screening) {
  listen(screening);
  showSaving(screening.outbox);
  screening.list.addEventListener("click", ({ target }) => {
    const row = target.closest(".screened");
    if (!row || screening.why.element.contains(target)) return;
    if (row !== screening.row) screening.go(row);
    if (target.closest(".settle-anew")) screening.settleAnew(row);
    const step = target.closest("[data-step]")?.dataset.step;
    if (step) screening.press(step);
  });
}

/** Show what needs a person, and nothing else; of a part of a list the server does it. */
function showDoubtful(event) {
  const filter = document.querySelector(".filter[role=search]");
  if ("inParts" in filter.dataset) return;
  event.preventDefault();
  filter.elements.kind.value = "needs a person";
  for (const name of ["input", "change"]) filter.dispatchEvent(new Event(name));
}

/** Stop by the rule, or go on: on record as the lead's decision. The page is read anew then. */
async function stop(button) {
  if (!button) return;
  button.disabled = true;
  try {
    await new Outbox("/screening/").send(button.dataset.stopping, { note: byId("stopping-why").value });
    location.reload();
  } catch (error) {
    toast(error.message, { bad: true });
    button.disabled = false;
  }
}

start();
