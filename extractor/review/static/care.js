// Care: the content note, blurring until something is looked at, a prompt to pause.
// All are the person's own choice, kept for as long as the window is open.

import { button, byId, make } from "./dom.js";
import { dialogEnd, openDialog } from "./dialogs.js";
import { toast } from "./notices.js";

const MINUTE = 60000;

export class Care {
  constructor(paper, settings) {
    this.noted = `firsthand-noted-${paper}`;
    this.blur = recall("firsthand-blur", settings.blur);
    this.minutes = recall("firsthand-pause", settings.pause_minutes);
    this.#apply();
    this.#startPause();
    if (settings.content_note && !recall(this.noted, false)) this.open(true);
  }

  /** Blur on or off. */
  toggleBlur() {
    this.setBlur(!this.blur);
    return this.blur ? "Blurred until you look: Space, or point at it." : "Not blurred.";
  }

  setBlur(blur) {
    this.blur = blur;
    remember("firsthand-blur", blur);
    this.#apply();
  }

  /** Show the current quotation, until the next one is current. */
  look() {
    document.body.classList.toggle("is-looked-at");
  }

  /** Hide again what was looked at. */
  hide() {
    document.body.classList.remove("is-looked-at");
  }

  /** The content note, with the choices; also reached by a button. */
  open(first = false) {
    const noted = () => remember(this.noted, true);
    openDialog(first ? "Before you read" : "Care", (close) => [
      make("p", {}, "These are people’s own words, some about hard times in their lives. Reading many of them can be tiring or distressing."),
      make("p", {}, "Take the time you need. You can stop at any point: every decision is saved as you make it."),
      this.#blurChoice(),
      this.#pauseChoice(),
      dialogEnd(button(first ? "Start reading" : "Close", close, { kind: "button-primary" })),
    ], noted);
  }

  #blurChoice() {
    const input = make("input", { type: "checkbox", id: "care-blur", checked: this.blur });
    input.addEventListener("change", () => this.setBlur(input.checked));
    return make("p", { class: "care-choice" }, input, make("label", { htmlFor: "care-blur" }, "Blur quotations until I look at them ", make("kbd", {}, "b")));
  }

  #pauseChoice() {
    const input = make("input", { class: "input", type: "number", id: "care-pause", min: 0, max: 240, value: this.minutes });
    input.addEventListener("change", () => {
      this.minutes = Math.max(0, Number(input.value) || 0);
      remember("firsthand-pause", this.minutes);
      this.#startPause();
    });
    return make("p", { class: "care-choice" }, make("label", { htmlFor: "care-pause" }, "Remind me to pause after"), input, "minutes (0: never)");
  }

  #apply() {
    document.body.classList.toggle("is-blurred", this.blur);
    this.hide();
  }

  #startPause() {
    clearTimeout(this.timer);
    if (this.minutes > 0) this.timer = setTimeout(() => this.#prompt(), this.minutes * MINUTE);
  }

  #prompt() {
    const again = () => {
      byId("toast").hidden = true;
      this.#startPause();
    };
    const rest = () => {
      this.setBlur(true);
      again();
    };
    const words = `You have been reading for ${this.minutes} ${this.minutes === 1 ? "minute" : "minutes"}. A short pause may do good.`;
    toast(words, { stays: 0 }, button("Blur and pause", rest, { kind: "button-small" }), button("Go on", again, { kind: "button-small" }));
  }
}

function recall(name, otherwise) {
  return JSON.parse(sessionStorage.getItem(name) ?? JSON.stringify(otherwise));
}

function remember(name, value) {
  sessionStorage.setItem(name, JSON.stringify(value));
}
