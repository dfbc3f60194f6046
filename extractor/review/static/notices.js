// What the page tells: the live region, the toast with its undo, whether all is saved.

import { button, byId, make } from "./dom.js";

const STAYS = 6000;
const WORDS = {
  saved: "",
  saving: "saving …",
  "trying again": "not saved yet – trying again",
  "signed out": "signed out – not saved yet",
};
let timer = null;

/** Say something to those who do not see the page. */
export function say(text) {
  const live = byId("live");
  live.textContent = "";
  if (text) setTimeout(() => (live.textContent = text), 30);
}

/** Show a message for a while, with what can be done about it; it stays while it is pointed at. */
export function toast(message, { stays = STAYS, bad = false } = {}, ...actions) {
  const element = byId("toast");
  element.replaceChildren(make("p", {}, message), ...actions);
  element.classList.toggle("is-bad", bad);
  element.hidden = false;
  clearTimeout(timer);
  if (stays) timer = setTimeout(() => hide(element), stays);
}

/** Take the message away. */
export function clearToast() {
  byId("toast").hidden = true;
}

/** Follow what waits to be saved. */
export function showSaving(outbox) {
  const element = byId("saving");
  const show = () => {
    const { status, unsaved } = outbox;
    element.dataset.status = status;
    const what = status === "trying again" && unsaved > 1 ? `${unsaved} decisions ` : "";
    element.replaceChildren(what + WORDS[status]);
    if (status === "signed out") element.append(...waysIn(outbox));
  };
  let soon = null;
  outbox.addEventListener("change", () => {
    clearTimeout(soon);
    if (outbox.status === "saving" && element.dataset.status !== "trying again") soon = setTimeout(show, 300);
    else show();
  });
}

function waysIn(outbox) {
  const link = make("a", { href: "/", target: "_blank", rel: "noopener" }, "sign in");
  return [": ", link, " in a new tab, then ", button("try again", () => outbox.resume(), { kind: "button-small" })];
}

function hide(element) {
  if (element.matches(":hover, :focus-within")) timer = setTimeout(() => hide(element), 1000);
  else element.hidden = true;
}
