// How long something was on the screen.

/** How long something has been looked at: time in a hidden window does not count. */
export class Watch {
  constructor() {
    this.restart();
    document.addEventListener("visibilitychange", () => this.#toggle());
  }

  get seconds() {
    return (this.seen + (this.since === null ? 0 : performance.now() - this.since)) / 1000;
  }

  restart() {
    this.seen = 0;
    this.since = document.hidden ? null : performance.now();
  }

  #toggle() {
    if (!document.hidden) this.since = performance.now();
    else if (this.since !== null) {
      this.seen += performance.now() - this.since;
      this.since = null;
    }
  }
}
