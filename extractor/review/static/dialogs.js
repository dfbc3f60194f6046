// The dialogs of the paper view: all keys, go to a page, finish.

import { button, make } from "./dom.js";
import { labelOf } from "./pages.js";

/** Open a dialog; it is removed when it closes. `fill` gets its `close` and returns its content. */
export function openDialog(title, fill, onClose = () => {}) {
  const dialog = make("dialog", { "aria-label": title });
  const close = () => dialog.close();
  dialog.append(make("h2", {}, title), ...fill(close).filter(Boolean));
  dialog.addEventListener("close", () => {
    dialog.remove();
    onClose();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** The row of buttons at a dialog's end. */
export function dialogEnd(...buttons) {
  return make("div", { class: "dialog-end" }, ...buttons);
}

/** All keys, in groups, as a table. */
export function showKeys(table) {
  const groups = [...new Set(table.map((row) => row.group))];
  const rows = (group) => table.filter((row) => row.group === group && row.does).map((row) => [
    make("dt", {}, ...row.shown.map((key) => make("kbd", {}, key))),
    make("dd", {}, row.does),
  ]);
  openDialog("All keys", (close) => [
    make("div", { class: "key-groups" }, ...groups.map((group) => make("section", {}, make("h3", {}, group), make("dl", { class: "keys" }, ...rows(group).flat())))),
    dialogEnd(button("Close", close, { kind: "button-primary" })),
  ]);
}

/** Ask for a page by its printed label or number. */
export function askPage(pages, go) {
  const input = make("input", { class: "input", id: "page-wanted", autocomplete: "off", inputMode: "numeric" });
  const advice = make("p", { class: "small", role: "alert" });
  const send = (event, close) => {
    event.preventDefault();
    const wanted = input.value.trim();
    const page = pages.find((one) => labelOf(one) === wanted) ?? pages.find((one) => String(one.number) === wanted);
    if (page) {
      close();
      go(page.number);
    } else advice.textContent = `There is no page “${wanted}”. The pages are ${labelOf(pages[0])} to ${labelOf(pages.at(-1))}.`;
  };
  openDialog("Go to page", (close) => [
    make("form", { on: { submit: (event) => send(event, close) } },
      make("label", { htmlFor: "page-wanted", class: "field-name" }, `Page, ${labelOf(pages[0])} to ${labelOf(pages.at(-1))}`), input, advice,
      dialogEnd(button("Cancel", close), make("button", { class: "button button-primary" }, "Go"))),
  ]);
  input.focus();
}

/** Tell what is open, or ask whether to finish. */
export function askFinish(desk, { finish, goOpen }) {
  const { open, unsure, decided, marks } = desk.counts;
  if (desk.blindPage !== null) return tellOpen(["A page without suggestions is still open. Mark what you see on it and press Done."]);
  if (open) return tellOpen([`${open} of ${marks} ${open === 1 ? "is" : "are"} not decided yet.`, "“Unsure” is a decision too."], goOpen);
  return openDialog("Finish this paper?", (close) => {
    const advice = make("p", { class: "small", role: "alert" });
    const run = () => finish().then(close, (error) => (advice.textContent = error.message));
    return [
      make("p", {}, `All ${decided} are decided${unsure ? `, ${unsure} of them as unsure` : ""}.`),
      make("p", {}, "Finishing freezes these decisions. You can change your mind later; that is recorded as after unblinding and does not count for agreement."),
      advice,
      dialogEnd(button("Not yet", close), button("Finish paper", run, { kind: "button-primary" })),
    ];
  });
}

function tellOpen(lines, goOpen = null) {
  openDialog("Not finished yet", (close) => [
    ...lines.map((line) => make("p", {}, line)),
    dialogEnd(
      button("Close", close),
      goOpen && button("Go to the next open one", () => { close(); goOpen(); }, { kind: "button-primary" }),
    ),
  ]);
}
