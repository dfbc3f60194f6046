// The words of one printed page as real text over its picture: found by the browser, read aloud,
// selected and copied. A block is one element and its words flow in it, so that a phrase is found
// over line ends; every word is then moved to its place on the page and stretched to its width.

const SIZE = 100;
const FAMILY = "sans-serif";
const TAGS = { title: "h2", heading: "h2" };
let ruler = null;

/** Fill `layer` with the words of a page; returns the element of each token. */
export function fillLayer(layer, text, page) {
  const elements = new Map();
  let block = null;
  let blockEnd = -1;
  for (const index of text.wordsOf(page)) {
    const word = text.words[index];
    if (word[0] >= blockEnd) {
      [block, blockEnd] = nextBlock(text, word);
      layer.append(block);
    }
    addWord(block, text, index, elements);
  }
  return elements;
}

function nextBlock(text, [start, end]) {
  const found = text.blockAt(start);
  const element = document.createElement(TAGS[found?.[2]] ?? "p");
  return [element, found ? found[1] : end];
}

function addWord(block, text, index, elements) {
  const word = text.words[index];
  const token = text.tokenAt(word[0]);
  const isFirstPart = text.tokens[token].start === word[0];
  const element = document.createElement("span");
  element.textContent = text.slice(word[0], word[1]);
  element.dataset.token = token;
  setInPlace(element, word);
  block.append(isFirstPart ? " " : document.createElement("wbr"), element);
  if (!elements.has(token)) elements.set(token, element);
}

/** Each word begins a line of its own at the block's corner, so that its place is its shift. */
function setInPlace(element, [, , , x0, top, x1, bottom]) {
  const size = Math.max(1, (bottom - top) * 0.9);
  const letters = Math.max(1, element.textContent.length);
  const width = (measure(element.textContent) * size) / SIZE;
  element.style.fontSize = `${size}px`;
  element.style.left = `${x0}px`;
  element.style.top = `${(top + bottom) / 2}px`;
  element.style.letterSpacing = `${(x1 - x0 - width) / letters}px`;
}

/** How wide letters are, set at 100 pixels. */
export function measure(letters) {
  if (!ruler) {
    ruler = document.createElement("canvas").getContext("2d");
    ruler.font = `${SIZE}px ${FAMILY}`;
  }
  return ruler.measureText(letters).width;
}
