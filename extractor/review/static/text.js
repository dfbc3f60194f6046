// The paper's text and where it stands. Positions are half-open ranges of Unicode code points, as
// on the server; boxes are in points from the top left corner of a page, pages count from 1.

const OPENING = /^[\s([{]*["“”„‟«»‹›‘‚']+/u;
const CLOSING = /["“”«»‹›][^\p{L}\p{N}]*\p{N}*[^\p{L}\p{N}]*$|(?<=[.,!?…])['’][^\p{L}]*$/u;
const PAIRS = { "“": "”", "„": "“", "«": "»", "»": "«", "‹": "›", "‘": "’", '"': '"' };
const WORD = { start: 0, end: 1, page: 2, x0: 3, top: 4, x1: 5, bottom: 6 };

/**
 * The document. `tokens` are whole words: the parts of one broken at a line end are together;
 * `core` is the token without quotation marks, which are no part of an account. `measure` tells the
 * relative width of letters, to tell where in a word a span begins.
 */
export class PaperText {
  constructor({ words, text, blocks }, measure = (letters) => letters.length) {
    this.measure = measure;
    this.points = /[\ud800-\udfff]/.test(text) ? Array.from(text) : text;
    this.words = words;
    this.blocks = blocks;
    this.tokens = [];
    this.lines = [];
    words.forEach((word, index) => this.#add(word, index));
    this.starts = this.tokens.map((token) => token.core.start);
    this.ends = this.tokens.map((token) => token.core.end);
  }

  /** The slice [start, end). */
  slice(start, end) {
    const part = this.points.slice(Math.max(0, start), end);
    return typeof part === "string" ? part : part.join("");
  }

  /** The index of the first token that ends after `position`. */
  tokenAt(position) {
    return Math.min(firstWhere(this.tokens, (token) => token.end > position), this.tokens.length - 1);
  }

  /** The tokens that share a character with [start, end), as a closed pair of indices. */
  tokensOf(start, end) {
    const last = firstWhere(this.tokens, (token) => token.start >= end) - 1;
    return [this.tokenAt(start), Math.max(last, 0)];
  }

  /** The span of tokens `one` to `other`, without the quotation marks around it. */
  span(one, other) {
    const [first, last] = one <= other ? [one, other] : [other, one];
    const span = { start: this.tokens[first].start, end: this.tokens[last].end };
    return this.#unmarked(span, this.tokens[first].core.start, this.tokens[last].core.end);
  }

  /** The block that holds `position`: [start, end, kind]; undefined between blocks. */
  blockAt(position) {
    const block = this.blocks[firstWhere(this.blocks, ([, end]) => end > position)];
    return block && block[0] <= position ? block : undefined;
  }

  /** One box for each printed line that [start, end) touches. */
  boxes(start, end) {
    const boxes = [];
    let line = -1;
    for (let index = this.#firstWord(start); index < this.words.length; index += 1) {
      const word = this.words[index];
      if (word[WORD.start] >= end) break;
      const box = this.#partOf(word, start, end);
      if (this.lineOf[index] === line) widen(boxes.at(-1), box);
      else boxes.push(box);
      line = this.lineOf[index];
    }
    return boxes;
  }

  /** The token nearest to a point of a page, of those on that page; -1 where it has none. */
  nearest(page, x, y) {
    let best = -1;
    let least = Infinity;
    for (const index of this.wordsOf(page)) {
      const distance = distanceTo(this.words[index], x, y);
      if (distance < least) [best, least] = [index, distance];
    }
    return best < 0 ? -1 : this.tokenAt(this.words[best][WORD.start]);
  }

  /** The indices of the words on a page. */
  wordsOf(page) {
    this.byPage ??= grouped(this.words);
    return this.byPage.get(page) ?? [];
  }

  /** The token nearest below (`step` 1) or above (-1) a token, in the order of the text. */
  inNextLine(token, step) {
    const from = this.words[this.tokens[token].parts[0]];
    const line = this.lines[this.lineOf[this.tokens[token].parts[0]] + step];
    if (!line) return token;
    const middle = (from[WORD.x0] + from[WORD.x1]) / 2;
    const distance = (index) => Math.abs((this.words[index][WORD.x0] + this.words[index][WORD.x1]) / 2 - middle);
    const best = line.reduce((one, other) => (distance(other) < distance(one) ? other : one));
    return this.tokenAt(this.words[best][WORD.start]);
  }

  /** The first or last token of a token's printed line. */
  edgeOfLine(token, atEnd) {
    const line = this.lines[this.lineOf[this.tokens[token].parts[0]]];
    return this.tokenAt(this.words[atEnd ? line.at(-1) : line[0]][WORD.start]);
  }

  /** The first token of a page. */
  firstOf(page) {
    const [first] = this.wordsOf(page);
    return first === undefined ? 0 : this.tokenAt(this.words[first][WORD.start]);
  }

  /**
   * The span with one edge ("start" or "end") moved by a word to the left (-1) or right (1).
   * `also` are places where the edge may rest besides words' edges: those of the suggestion.
   */
  nudged(span, edge, step, also = []) {
    const rests = edge === "start" ? this.starts : this.ends;
    const at = span[edge];
    const near = firstWhere(rests, (rest) => (step > 0 ? rest > at : rest >= at));
    const own = also.filter((rest) => (step > 0 ? rest > at : rest < at));
    const options = [rests[step > 0 ? near : near - 1], ...own].filter((rest) => rest !== undefined);
    if (!options.length) return span;
    const moved = { ...span, [edge]: step > 0 ? Math.min(...options) : Math.max(...options) };
    return moved.start < moved.end ? moved : span;
  }

  #add(word, index) {
    const before = this.tokens.at(-1);
    if (before && before.end === word[WORD.start]) this.#join(before, word, index);
    else this.tokens.push(this.#token(word, index));
    this.#place(word, index);
  }

  #token(word, index) {
    const token = { start: word[WORD.start], end: word[WORD.end], page: word[WORD.page], parts: [index] };
    token.core = coreOf(token, this.slice(token.start, token.end));
    return token;
  }

  #join(token, word, index) {
    token.parts.push(index);
    token.end = word[WORD.end];
    token.core = coreOf(token, this.slice(token.start, token.end));
  }

  #place(word, index) {
    this.lineOf ??= [];
    const before = this.words[index - 1];
    if (!before || !isBeside(before, word)) this.lines.push([]);
    this.lines.at(-1).push(index);
    this.lineOf.push(this.lines.length - 1);
  }

  #firstWord(position) {
    return firstWhere(this.words, (word) => word[WORD.end] > position);
  }

  /** The box of that part of a word which lies in [start, end), by its share of the width. */
  #partOf([from, to, page, x0, top, x1, bottom], start, end) {
    if (start <= from && end >= to) return { page, x0, top, x1, bottom };
    const width = (one, other) => this.measure(this.slice(one, other));
    const scale = (x1 - x0) / (width(from, to) || 1);
    const before = width(from, Math.max(from, start)) * scale;
    return { page, x0: x0 + before, top, x1: x1 - width(Math.min(to, end), to) * scale, bottom };
  }

  /** Leave out marks that surround the whole span, or whose partner lies outside it. */
  #unmarked(span, innerStart, innerEnd) {
    const { start, end } = span;
    const before = this.slice(start, innerStart).trim().at(-1);
    const inside = this.slice(innerStart, innerEnd);
    const after = this.slice(innerEnd, end).trim().at(0);
    const opens = before && inside.includes(PAIRS[before] ?? before) && !after;
    const closes = after && Object.keys(PAIRS).some((mark) => PAIRS[mark] === after && inside.includes(mark)) && !before;
    return { start: opens ? start : innerStart, end: closes ? end : innerEnd };
  }
}

/** The first index whose item passes a test that, once passed, all later items pass. */
export function firstWhere(items, test) {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(items[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A token's range without the quotation marks before it and after it; all of it if only marks. */
function coreOf({ start, end }, text) {
  const lead = Array.from(OPENING.exec(text)?.[0] ?? "").length;
  const tail = Array.from(CLOSING.exec(text.slice(OPENING.exec(text)?.[0].length ?? 0))?.[0] ?? "").length;
  return start + lead < end - tail ? { start: start + lead, end: end - tail } : { start, end };
}

function widen(box, { x0, top, x1, bottom }) {
  box.x0 = Math.min(box.x0, x0);
  box.x1 = Math.max(box.x1, x1);
  box.top = Math.min(box.top, top);
  box.bottom = Math.max(box.bottom, bottom);
}

/** Whether a word goes on with the printed line of the word before: beside it, and to its right. */
function isBeside(before, word) {
  if (before[WORD.page] !== word[WORD.page] || !word[WORD.page]) return false;
  const shared = Math.min(before[WORD.bottom], word[WORD.bottom]) - Math.max(before[WORD.top], word[WORD.top]);
  const height = Math.min(before[WORD.bottom] - before[WORD.top], word[WORD.bottom] - word[WORD.top]);
  const gap = word[WORD.x0] - before[WORD.x1];
  return shared > height / 2 && gap > -height && gap < height * 4;
}

function distanceTo([, , , x0, top, x1, bottom], x, y) {
  const dx = Math.max(x0 - x, 0, x - x1);
  const dy = Math.max(top - y, 0, y - bottom);
  return dx * dx + dy * dy * 4;
}

function grouped(words) {
  const groups = new Map();
  words.forEach((word, index) => {
    if (!groups.has(word[WORD.page])) groups.set(word[WORD.page], []);
    groups.get(word[WORD.page]).push(index);
  });
  return groups;
}
