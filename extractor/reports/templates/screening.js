"use strict";
// Filters and order of the table of papers. Text of papers is only read, never put into markup.
(() => {
  const byId = (id) => document.getElementById(id);
  const body = document.querySelector("#papers tbody");
  const rows = [...body.rows];
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = new Map(rows.map((row) => [row, fold(row.textContent)]));
  const controls = ["search", "kind", "voice", "order"].map(byId);
  const [search, kind, voice, order] = controls;

  // What needs a person is not passed over by figures that may be wrong, nor by a voice not known.
  const isDoubtful = (row) => row.dataset.kind === "needs a person";

  const fits = (row, wanted) =>
    (!kind.value || row.dataset.kind === kind.value)
    && (!voice.value || isDoubtful(row) || row.dataset.voices.includes(`|${voice.value}|`))
    && wanted.every((word) => words.get(row).includes(word));

  const before = (one, other) => {
    if (order.value === "name") return one.dataset.name.localeCompare(other.dataset.name);
    if (order.value === "place") return one.dataset.place - other.dataset.place;
    return isDoubtful(other) - isDoubtful(one)
      || other.dataset[order.value] - one.dataset[order.value]
      || one.dataset.place - other.dataset.place;
  };

  function show() {
    const wanted = fold(search.value).split(/\s+/).filter(Boolean);
    for (const row of rows) row.hidden = !fits(row, wanted);
    const shown = rows.filter((row) => !row.hidden).length;
    byId("count").value = shown === rows.length ? "" : `${shown} of ${rows.length} papers shown`;
    byId("empty").hidden = shown > 0;
  }

  byId("filters").hidden = false;
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  for (const control of controls) control.addEventListener("input", show);
  order.addEventListener("change", () => body.append(...rows.toSorted(before)));
})();
