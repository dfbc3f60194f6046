// The calm line above the paper: a page without suggestions, or a paper that is finished.

import { button, make } from "./dom.js";

/** Tell what is special about the paper now; nothing, where nothing is. */
export function describeBanner(element, desk, close) {
  const content = desk.blindPage !== null ? blind(desk, close) : desk.state.finished ? finished(desk) : null;
  element.hidden = !content;
  element.replaceChildren(...(content ?? []));
}

function blind(desk, close) {
  const pages = desk.state.blind;
  const at = pages.findIndex((page) => page.page === desk.blindPage) + 1;
  const of = pages.length > 1 ? ` (${at} of ${pages.length} such pages)` : "";
  return [
    make("p", {}, make("strong", {}, "This page is shown without suggestions. "), `Mark every first-hand account you see, then press Done.${of}`),
    button("Done", close, { key: "d", kind: "button-primary button-small" }),
  ];
}

function finished(desk) {
  const { others } = desk.state;
  const names = others?.map((other) => other.name).join(", ");
  const seen = !others ? " The others’ marks appear once all are done." : names ? ` The marks of ${names} are shown beside yours.` : "";
  return [make("p", {}, make("strong", {}, "You finished this paper. "), `Changes from now on are recorded as after unblinding.${seen}`)];
}
