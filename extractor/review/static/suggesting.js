// Suggested themes: an order of the codebook for each mark, asked for beside all else. Nothing waits
// for them; without an answer the codebook stays in its own order.

import { read } from "./api.js";

/** Emits "change" when there are fresh ones. */
export class SuggestedThemes extends EventTarget {
  constructor(desk, base) {
    super();
    Object.assign(this, { base, marks: {}, restsOn: 0, isAsking: false, isStale: false });
    desk.addEventListener("decide", () => this.refresh());
    desk.addEventListener("state", () => this.refresh());
    this.refresh();
  }

  /** What is suggested for a mark; null where nothing is. */
  of(mark) {
    return this.marks[mark?.mark] ?? null;
  }

  /** Ask for fresh ones; what is asked for meanwhile is asked once more at the end. */
  async refresh() {
    this.isStale = this.isAsking;
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      const { marks, rests_on: restsOn } = await read(`${this.base}/themes`);
      Object.assign(this, { marks, restsOn });
      this.dispatchEvent(new Event("change"));
    } catch {
      // The order stays as it is: saving, which tells of a lost connection, does not depend on it.
    } finally {
      this.isAsking = false;
      if (this.isStale) this.refresh();
    }
  }
}
