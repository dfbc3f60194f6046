"use strict";
// Filters, jumps and keys of the page of suggestions. Text of papers is only ever read from the
// page (textContent, data-*) and never put into markup.
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").replace(/[“”]/g, '"')
      .replace(/\s+/g, " ").toLowerCase();

  const marks = all(".mark");
  const marksOf = (id) => marks.filter((mark) => mark.dataset.item === id);

  const words = (element) =>
    fold(all(".quotation, .speaker, .part, .why, .chip", element)
      .map((part) => part.textContent).join(" "));

  const items = all(".item").map((element) => ({
    element,
    marks: marksOf(element.id),
    paper: element.closest(".paper").id,
    score: Number(element.dataset.score),
    voice: element.dataset.voice,
    form: element.dataset.form,
    speaker: element.dataset.speaker,
    words: words(element),
    shown: true,
  }));
  const itemOf = new Map(items.map((item) => [item.element.id, item]));
  const papers = all(".paper").map((element) => ({
    element,
    items: items.filter((item) => item.paper === element.id),
    sheets: all(".sheet", element),
  }));
  const controls = {
    paper: byId("paper"), voice: byId("voice"), speaker: byId("speaker"), form: byId("form"),
  };
  const start = Number(document.body.dataset.start);
  let minimum = start;
  let current = null;
  let zoom = 1;
  let following = false;

  // Filters

  const someSpeaker = (item, wanted) =>
    wanted === ":" ? item.speaker === `${item.paper}:` : item.speaker === wanted;

  const fits = {
    paper: (item, wanted) => item.paper === wanted,
    voice: (item, wanted) => item.voice === wanted,
    speaker: someSpeaker,
    form: (item, wanted) => item.form === wanted,
  };

  const passes = (item, search) =>
    Object.entries(controls).every(([name, { value }]) => !value || fits[name](item, value))
    && search.every((word) => item.words.includes(word));

  const searched = () => fold(byId("search").value).split(" ").filter(Boolean);

  const narrowed = () =>
    Object.values(controls).some((control) => control.value) || searched().length > 0;

  function filter() {
    const search = searched();
    let low = 0;
    for (const item of items) {
      const passed = passes(item, search);
      item.shown = passed && item.score >= minimum;
      low += passed && !item.shown;
      item.element.hidden = !item.shown;
      item.marks.forEach((mark) => mark.toggleAttribute("hidden", !item.shown));
    }
    papers.forEach(showPaper);
    if (current && !current.shown) leave();
    tell(items.filter((item) => item.shown).length, low);
  }

  function showPaper(paper) {
    const shown = paper.items.filter((item) => item.shown).length;
    const chosen = controls.paper.value === paper.element.id;
    const onlyPaper = Object.values(controls).every((c) => !c.value || c === controls.paper)
      && searched().length === 0 && (chosen || !controls.paper.value);
    paper.element.hidden = !shown && !onlyPaper;
    paper.sheets.forEach((sheet) => {
      sheet.hidden = !sheet.querySelector(".mark:not([hidden])");
    });
    const allBelow = paper.element.querySelector(".all-below");
    if (allBelow) allBelow.hidden = shown > 0;
    paper.element.querySelector(".desk")?.toggleAttribute("hidden", !shown);
    paper.element.querySelector(".shown").textContent = shownOf(shown, paper.items.length);
  }

  const shownOf = (shown, total) =>
    shown === total ? plural(total) : `${shown} of ${plural(total)} shown`;

  const plural = (count) => `${count} suggestion${count === 1 ? "" : "s"}`;

  function tell(shown, low) {
    const others = items.length - shown - low;
    byId("count").textContent = [
      `Showing ${shown} of ${plural(items.length)}`,
      low && `${low} hidden below ${minimum.toFixed(2)}`,
      others && `${others} hidden by filters`,
    ].filter(Boolean).join(" · ");
    byId("lower").hidden = !low;
    byId("clear").hidden = !narrowed() && minimum === start;
    tellEmpty(shown, low);
    tellScore();
  }

  function tellEmpty(shown, low) {
    byId("empty").hidden = shown > 0 || !narrowed();
    byId("empty-clear").hidden = !narrowed();
    byId("empty-lower").hidden = !low;
    byId("empty-advice").textContent = low
      ? `${plural(low)} would fit with a lower score. Lower it, or loosen the other filters.`
      : "Choose another voice, speaker or form, or search for fewer words.";
  }

  function tellScore() {
    byId("score-shown").value = minimum.toFixed(2);
    all(".histogram rect").forEach((bar) =>
      bar.classList.toggle("below", Number(bar.dataset.low) + 0.049 < minimum));
  }

  function setMinimum(score) {
    minimum = score;
    byId("score").value = score;
    filter();
  }

  function clear() {
    Object.values(controls).forEach((control) => { control.value = ""; });
    byId("search").value = "";
    offerSpeakers();
    setMinimum(start);
  }

  function offerSpeakers() {
    const paper = controls.paper.value;
    for (const group of all("optgroup", controls.speaker)) {
      group.hidden = group.disabled = Boolean(paper) && group.dataset.paper !== paper;
    }
    if (paper && controls.speaker.selectedOptions[0]?.parentElement.hidden) {
      controls.speaker.value = "";
    }
  }

  // What was filtered is what the reader looks at next: its beginning comes under the toolbar.
  function showResults() {
    if (getComputedStyle(byId("toolbar")).position === "sticky") byId("papers").scrollIntoView();
  }

  // The current suggestion

  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  const glide = (far) => (far || calm.matches ? "auto" : "smooth");

  function leave() {
    current.element.removeAttribute("aria-current");
    current.marks.forEach((mark) => mark.classList.remove("current"));
    current = null;
  }

  function select(item) {
    const far = current?.paper !== item.paper;
    if (current) leave();
    current = item;
    item.element.setAttribute("aria-current", "true");
    item.marks.forEach((mark) => mark.classList.add("current"));
    following = false;
    return far;
  }

  function goTo(item) {
    const far = select(item);
    item.element.focus({ preventScroll: true });
    item.element.scrollIntoView({ block: "nearest", behavior: glide(far) });
    turnTo(item, far);
  }

  // Scrolls the pane of pages, and nothing else, so that the quotation stands in its upper third.
  function turnTo(item, far = false) {
    const mark = item.marks[0];
    const pane = mark?.closest(".pane");
    if (!pane) return;
    const [box, frame] = [mark.getBoundingClientRect(), pane.getBoundingClientRect()];
    pane.scrollTo({
      top: pane.scrollTop + box.top - frame.top - pane.clientHeight / 3,
      left: pane.scrollLeft + box.left - frame.left - 24,
      behavior: glide(far),
    });
  }

  function step(by) {
    const shown = items.filter((item) => item.shown);
    const at = shown.indexOf(current);
    const next = shown[at < 0 ? (by > 0 ? firstInView(shown) : shown.length - 1) : at + by];
    if (next) goTo(next);
  }

  function firstInView(shown) {
    const at = shown.findIndex((item) =>
      item.element.getBoundingClientRect().bottom > barHeight());
    return Math.max(at, 0);
  }

  // While the list is scrolled by hand, the pane shows the page of what is being read.
  const reader = new IntersectionObserver((entries) => {
    const entered = entries.find((entry) => entry.isIntersecting);
    if (following && entered) turnTo(itemOf.get(entered.target.id));
  }, { rootMargin: "-35% 0px -60% 0px" });

  // Copying

  function copySource(item) {
    const quotation = item.element.querySelector(".quotation").textContent;
    return `“${quotation}” ${item.element.querySelector(".copy").dataset.source}`;
  }

  function copyByHand(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "unseen";
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (!copied) throw new Error("The browser does not let this page copy.");
  }

  async function copy(item) {
    const text = copySource(item);
    try {
      await navigator.clipboard.writeText(text).catch(() => copyByHand(text));
      toast(`Copied suggestion ${item.element.id.split("-")[1]} with its source`);
    } catch {
      toast("This browser does not let a page copy. Select the words and copy them.");
    }
  }

  let fading;
  function toast(text) {
    byId("toast").textContent = text;
    clearTimeout(fading);
    fading = setTimeout(() => { byId("toast").textContent = ""; }, 2500);
  }

  // View

  function setZoom(to) {
    zoom = Math.min(Math.max(to, 0.5), 3);
    document.documentElement.style.setProperty("--zoom", zoom);
    if (current) turnTo(current, true);
  }

  function blur() {
    const on = document.body.classList.toggle("blurred");
    byId("blur").setAttribute("aria-pressed", on);
  }

  function showKeys() {
    byId("keys").showModal();
    byId("close").focus();
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    "/": () => byId("search").focus(),
    "?": showKeys,
    "+": () => setZoom(zoom + 0.25),
    "=": () => setZoom(zoom + 0.25),
    "-": () => setZoom(zoom - 0.25),
    0: () => setZoom(1),
    b: blur,
    y: () => current && copy(current),
  };

  function pressed(event) {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (event.key === "Escape" && event.target.id === "search") event.target.blur();
    if (typing || byId("keys").open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (["ArrowDown", "ArrowUp", "PageDown", "PageUp", " "].includes(event.key)) following = true;
    if (!byId("keys-on").checked && event.key !== "?") return;
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  }

  function clicked(event) {
    const mark = event.target.closest(".mark");
    const item = event.target.closest(".item");
    if (mark) {
      event.preventDefault();
      goTo(itemOf.get(mark.dataset.item));
    } else if (event.target.closest(".copy")) {
      copy(itemOf.get(item.id));
    } else if (event.target.closest(".where")) {
      event.preventDefault();
      showOnPage(itemOf.get(item.id), event.target.closest(".where").hash.slice(1));
    } else if (item && getSelection().isCollapsed) {
      goTo(itemOf.get(item.id));
    }
  }

  function showOnPage(item, id) {
    select(item);
    const mark = byId(id);
    mark.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "auto" });
    mark.focus({ preventScroll: true });
    if (mark === item.marks[0]) turnTo(item);
  }

  function listen() {
    Object.values(controls).forEach((control) => control.addEventListener("change", () => {
      offerSpeakers();
      filter();
      showResults();
    }));
    byId("search").addEventListener("input", () => { filter(); showResults(); });
    byId("score").addEventListener("input", (event) => setMinimum(Number(event.target.value)));
    byId("score").addEventListener("change", showResults);
    const buttons = {
      lower: () => setMinimum(0), "empty-lower": () => setMinimum(0),
      clear, "empty-clear": clear, blur,
      next: () => step(1), previous: () => step(-1),
      larger: () => setZoom(zoom + 0.25), smaller: () => setZoom(zoom - 0.25),
      help: showKeys, close: () => byId("keys").close(),
    };
    Object.entries(buttons).forEach(([id, act]) => byId(id).addEventListener("click", act));
    document.addEventListener("click", clicked);
    document.addEventListener("keydown", pressed);
    ["wheel", "touchmove"].forEach((name) =>
      byId("papers").addEventListener(name, (event) => {
        following = !event.target.closest(".pane");
      }, { passive: true }));
    items.forEach((item) => reader.observe(item.element));
    const bar = new ResizeObserver(measureBar);
    [byId("toolbar"), byId("status")].forEach((element) => bar.observe(element));
  }

  // What sticks to the top: the whole toolbar, or on narrow screens its line of status alone.
  const barHeight = () => byId("toolbar").offsetHeight || byId("status").offsetHeight;

  function measureBar() {
    document.documentElement.style.setProperty("--bar", `${barHeight()}px`);
  }

  byId("toolbar").hidden = false;
  listen();
  filter();
})();
