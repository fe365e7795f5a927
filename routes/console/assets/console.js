/**
 * What the console adds where there is script: local time, keys, copying, and the log
 * as it grows. All else works without it.
 *
 * @module
 */

const LOCAL = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** @param {ParentNode} place */
function showLocalTimes(place) {
  for (const time of place.querySelectorAll("time[datetime]")) {
    time.textContent = LOCAL.format(new Date(time.getAttribute("datetime") ?? ""));
  }
}

const ROWS = "tbody tr";

/** @param {number} step */
function moveRow(step) {
  const rows = [...document.querySelectorAll(ROWS)];
  const current = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const next = rows[Math.min(Math.max(current + step, 0), rows.length - 1)];
  if (next === undefined) return;
  rows[current]?.removeAttribute("aria-selected");
  next.setAttribute("aria-selected", "true");
  next.scrollIntoView({ block: "nearest" });
}

function openRow() {
  clickOn(`${ROWS}[aria-selected="true"] a[href]`);
}

/** @param {string} selector */
function clickOn(selector) {
  const link = document.querySelector(selector);
  if (link instanceof HTMLElement) link.click();
}

function showKeys() {
  const keys = document.getElementById("keys");
  if (keys instanceof HTMLDialogElement) keys.showModal();
}

function focusSearch() {
  const search = document.querySelector(".search input");
  if (search instanceof HTMLElement) search.focus();
}

/** Elements that say `data-key` are clicked by that key. */
const KEYS = {
  "/": focusSearch,
  "?": showKeys,
  "j": () => moveRow(1),
  "k": () => moveRow(-1),
  "Enter": openRow,
};

let isGoing = false;

document.addEventListener("keydown", (event) => {
  const { target, key, ctrlKey, metaKey, altKey } = event;
  const isTyping = target instanceof HTMLElement &&
    target.matches("input, select, textarea, [contenteditable]");
  if (isTyping || ctrlKey || metaKey || altKey) return;
  if (key === "Enter" && target instanceof HTMLElement && target.matches("a, button, summary")) {
    return;
  }
  if (isGoing) {
    isGoing = false;
    return clickOn(`[data-go="${CSS.escape(key)}"]`);
  }
  if (key === "g") {
    isGoing = true;
    return;
  }
  const act = KEYS[/** @type {keyof typeof KEYS} */ (key)];
  if (act === undefined) return clickOn(`[data-key="${CSS.escape(key)}"]`);
  event.preventDefault();
  act();
});

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset["copy"] ?? "")?.textContent ?? "";
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  });
}

/** A slider that rests for so long is where it was meant to go. */
const REST_MS = 400;

for (const form of document.querySelectorAll("form[data-slider]")) {
  const slider = form.querySelector("[type=range]");
  const told = form.querySelector("output");
  if (!(form instanceof HTMLFormElement && slider instanceof HTMLInputElement)) continue;
  /** @type {number | undefined} */
  let rest;
  slider.addEventListener("input", () => {
    if (told !== null) told.textContent = slider.value;
    clearTimeout(rest);
  });
  slider.addEventListener("change", () => {
    clearTimeout(rest);
    rest = setTimeout(() => form.requestSubmit(), REST_MS);
  });
  if (location.hash === `#${slider.id}`) slider.focus();
}

/** Rows that stay in the page; what is older is one page further. */
const ROWS_MAX = 200;

/** The live region speaks no more often than this. */
const SPEAK_MS = 2_000;

/** @param {HTMLElement} tail */
function followLog(tail) {
  const rows = document.getElementById("facts");
  const template = document.getElementById("fact");
  const hold = tail.querySelector("[data-tail=hold]");
  if (rows === null || !(template instanceof HTMLTemplateElement) || hold === null) return;
  /** @type {Array<Fact>} */
  let waiting = [];
  let isHeld = false;
  const speak = speaker(document.getElementById("tail-state"));
  const stream = new EventSource(tail.dataset["stream"] ?? "");
  tail.hidden = false;

  const show = () => {
    const place = waiting.slice(-ROWS_MAX);
    const added = document.createDocumentFragment();
    for (const fact of place.reverse()) added.append(rowOf(template, fact));
    waiting = [];
    showLocalTimes(added);
    rows.prepend(added);
    while (rows.children.length > ROWS_MAX) rows.lastElementChild?.remove();
    document.getElementById("no-facts")?.remove();
  };
  stream.addEventListener("message", ({ data }) => {
    waiting.push(JSON.parse(data));
    if (waiting.length > ROWS_MAX) waiting.shift();
    const count = waiting.length === ROWS_MAX ? `${ROWS_MAX} or more` : String(waiting.length);
    if (isHeld) return speak(`Held: ${count} new`);
    speak(`Following the log: ${count} new`);
    show();
  });
  stream.addEventListener("quarantined", ({ data }) => {
    const note = document.createElement("p");
    note.className = "note bad";
    note.textContent = missingWords(JSON.parse(data).quarantined);
    tail.after(note);
  });
  stream.addEventListener("error", () => {
    const isOver = stream.readyState === EventSource.CLOSED;
    speak(isOver ? "The line was refused: load the page anew" : "The line was cut; trying again");
  });
  stream.addEventListener("open", () => speak(isHeld ? "Held" : "Following the log"));
  hold.addEventListener("click", () => {
    isHeld = !isHeld;
    hold.setAttribute("aria-pressed", String(isHeld));
    speak(isHeld ? "Held" : "Following the log");
    if (!isHeld) show();
  });
}

/** @param {ReadonlyArray<{ kind: string, id: string }>} actors */
function missingWords(actors) {
  const names = actors.map(({ kind, id }) => `${kind} ${id}`).join(", ");
  return `✖ Facts are missing here: what is stored of ${names} is damaged.`;
}

/** @param {HTMLElement | null} place */
function speaker(place) {
  let next = "";
  /** @type {number | undefined} */
  let timer;
  /** @param {string} text */
  return (text) => {
    next = text;
    timer ??= setTimeout(() => {
      timer = undefined;
      if (place !== null) place.textContent = next;
    }, SPEAK_MS);
  };
}

/** @typedef {{ at: string, actor: { kind: string, id: string }, version: number,
 *   sentence: string, key: string, data: unknown }} Fact */

const PLURALS = { ticket: "tickets", pass: "passes", order: "orders" };

/** @param {HTMLTemplateElement} template @param {Fact} fact */
function rowOf(template, { at, actor, version, sentence, key, data }) {
  const row = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const plural = PLURALS[/** @type {keyof typeof PLURALS} */ (actor.kind)];
  const slot = (/** @type {string} */ name) => row.querySelector(`[data-slot=${name}]`);
  slot("at")?.setAttribute("datetime", at);
  slot("at")?.setAttribute("title", `${at.slice(0, 19).replace("T", " ")} UTC`);
  const link = slot("actor");
  if (plural !== undefined) {
    link?.setAttribute("href", `/console/${plural}/${encodeURIComponent(actor.id)}`);
  }
  const texts = {
    actor: `${actor.kind} ${actor.id}`,
    version: String(version),
    sentence,
    key,
    data: JSON.stringify(data, null, 2),
  };
  for (const [name, text] of Object.entries(texts)) {
    const place = slot(name);
    if (place !== null) place.textContent = text;
  }
  return row;
}

const tail = document.getElementById("tail");
if (tail !== null) followLog(tail);
showLocalTimes(document);
