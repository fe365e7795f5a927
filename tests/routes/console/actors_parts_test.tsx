/**
 * The small things that an actor's page is made of.
 *
 * @module
 */
import assert from "node:assert/strict";
import { changesOf, isChanged } from "../../../routes/console/actors/changes.ts";
import { commandForms } from "../../../routes/console/actors/command_fields.ts";
import { cursorOf, merged, placesIn, type Row } from "../../../routes/console/actors/merge.ts";
import {
  passageWords,
  syncWords,
  usageWords,
  waitingSince,
} from "../../../routes/console/actors/words.ts";
import { JsonTree } from "../../../routes/console/parts/json_tree.tsx";
import { sliceOf } from "../../../routes/console/parts/slice.tsx";
import { spaced, valueWords } from "../../../routes/console/parts/words.ts";
import { SUBJECTS } from "../../../routes/subjects.ts";

const START = { cursor: null, after: null };

/** Rows of a log, the newest first, named by their moments. */
function log(...moments: ReadonlyArray<number>): ReadonlyArray<Row> {
  return moments.map((moment) => ({ id: `r${moment}`, at: `2026-01-01T00:00:0${moment}Z` }));
}

function ids(rows: ReadonlyArray<Row>): ReadonlyArray<string> {
  return rows.map(({ id }) => id);
}

Deno.test("logs are merged the newest first, and end together", () => {
  const { rows, places } = merged([
    { place: START, rows: log(5, 2), next: null },
    { place: START, rows: log(4, 3, 1), next: null },
    null,
  ]);
  assert.deepEqual(ids(rows), ["r5", "r4", "r3", "r2", "r1"]);
  assert.equal(cursorOf(places), null);
});

Deno.test("a merged page ends where an unfinished log runs out, and the next goes on there", () => {
  const older = log(6, 3, 1);
  const first = merged([
    { place: START, rows: older, next: null },
    { place: START, rows: log(5, 4), next: "page-2" },
  ]);
  assert.deepEqual(ids(first.rows), ["r6", "r5", "r4"]);
  const [left, right] = placesIn(cursorOf(first.places), 2);
  assert.deepEqual(left, { cursor: null, after: "r6" });
  assert.deepEqual(right, { cursor: "page-2", after: null });
  // something came in between: it is of no page that follows
  const second = merged([
    { place: left ?? START, rows: [...log(9), ...older], next: null },
    { place: right ?? START, rows: log(2), next: null },
  ]);
  assert.deepEqual(ids(second.rows), ["r3", "r2", "r1"]);
  assert.equal(cursorOf(second.places), null);
});

Deno.test("a log whose page is empty before its end holds the others back", () => {
  const { rows, places } = merged([
    { place: START, rows: [], next: "further" },
    { place: START, rows: log(1), next: null },
  ]);
  assert.deepEqual(rows, []);
  assert.deepEqual(places, [{ cursor: "further", after: null }, START]);
});

Deno.test("what is no cursor of so many logs begins at their beginnings", () => {
  for (const text of [null, "", "{}", "[null]", '[{"cursor":1},null]', "<script>"]) {
    assert.deepEqual(placesIn(text, 2), [START, START], String(text));
  }
});

Deno.test("each step of a patch is held against what the steps before it made", () => {
  const before = { status: "printed", list: ["a", "b"], seat: { row: "F" } };
  const changes = changesOf(before, [
    { op: "replace", path: "/status", value: "cancelled" },
    { op: "remove", path: "/list/0" },
    { op: "replace", path: "/list/0", value: "c" },
    { op: "add", path: "/a~1b", value: { x: 1 } },
  ]);
  assert.deepEqual(changes, [
    { pointer: "/status", before: "printed", after: "cancelled" },
    { pointer: "/list/0", before: "a", after: undefined },
    { pointer: "/list/0", before: "b", after: "c" },
    { pointer: "/a~1b", before: undefined, after: { x: 1 } },
  ]);
  assert.ok(isChanged(changes, "/a~1b/x") && isChanged(changes, "/status"));
  assert.ok(!isChanged(changes, "/seat/row") && !isChanged(changes, "/statusOther"));
});

Deno.test("forms ask for what the validators ask for", () => {
  const forms = Object.values(SUBJECTS).flatMap(commandForms);
  const form = (type: string) => forms.find((one) => one.type === type);
  assert.deepEqual(form("ReprintTicket"), {
    verb: "reprint",
    type: "ReprintTicket",
    summary: form("ReprintTicket")?.summary,
    texts: [
      { name: "reason", isRequired: true, lengthMax: 200 },
      { name: "printer", isRequired: false, lengthMax: 64 },
      { name: "ticketNumber", isRequired: false, lengthMax: 64 },
    ],
    lists: [],
    flags: ["override"],
    json: null,
  });
  const seat = form("AddAdmission")?.texts.filter(({ name }) => name.startsWith("seat."));
  assert.deepEqual(seat?.map(({ name, isRequired }) => [name, isRequired]), [
    ["seat.section", false],
    ["seat.row", false],
    ["seat.number", false],
  ]);
  assert.deepEqual(form("PrintOrder")?.lists, ["lines"]);
  assert.deepEqual(form("ExchangeLines")?.lists, ["release"]);
  assert.deepEqual(Object.keys(form("ExchangeLines")?.json ?? {}), ["lines"]);
  assert.equal(form("AllocateTicket"), undefined, "a ticket that is there refuses it");
  // one form field named `body` can hold one thing
  const twofold = forms.filter(({ flags, json }) => json === null && flags.length > 1);
  assert.deepEqual(twofold, []);
});

Deno.test("the gate's side is said in words", () => {
  const words = (desired: number, acknowledged: number) =>
    syncWords({ desired, sent: 0, acknowledged });
  assert.equal(words(0, 0).text, "The gate has not been told anything yet");
  assert.deepEqual(words(2, 2), { text: "The gate has confirmed everything", isWaiting: false });
  assert.equal(words(2, 1).isWaiting, true);
  const delivery = (status: string, createdAt: string) =>
    ({ status, createdAt }) as Parameters<typeof waitingSince>[0][number];
  assert.equal(waitingSince([delivery("confirmed", "2026-01-01")]), null);
  const open = [delivery("dead", "2026-01-03"), delivery("retrying", "2026-01-02")];
  assert.equal(waitingSince([...open, delivery("superseded", "2026-01-01")]), "2026-01-02");
});

Deno.test("usage is said in words", () => {
  assert.equal(passageWords({ state: "unused", entries: 0 }), "Not used");
  assert.equal(passageWords({ state: "in", entries: 1 }), "Inside, 1 entry");
  assert.equal(passageWords({ state: "out", entries: 2 }), "Gone out again, 2 entries");
  const performances = {
    M01: { state: "in", entries: 1 },
    M02: { state: "out", entries: 1 },
    M03: { state: "unused", entries: 0 },
  } as const;
  assert.equal(usageWords({ performances, scans: [] }), "Used for 2 performances; inside at M01");
  assert.equal(usageWords({ performances: {}, scans: [] }), "Not used");
});

Deno.test("names of code and long values are made readable", () => {
  assert.equal(spaced("ReprintPass"), "Reprint pass");
  assert.equal(spaced("seat.row"), "Seat row");
  assert.equal(valueWords(null), "nothing");
  assert.equal(valueWords("x".repeat(300)).length, 202);
});

Deno.test("a long list is shown a piece at a time, and its address keeps all else", () => {
  const all = Array.from({ length: 120 }, (_, index) => index);
  const at = (search: string) =>
    sliceOf(all, { url: new URL(`http://gatehouse.test/p${search}`), name: "lines" });
  assert.equal(sliceOf([1], { url: new URL("http://gatehouse.test/"), name: "x" }).pager, null);
  assert.deepEqual(at("?tab=state").shown.length, 50);
  assert.ok(String(at("?tab=state").pager).includes("/p?tab=state&amp;lines=50"));
  assert.deepEqual(at("?lines=100").shown, all.slice(100));
  for (const odd of ["?lines=-1", "?lines=1000", "?lines=x", "?lines=1.5"]) {
    assert.equal(at(odd).shown[0], 0, odd);
  }
});

Deno.test("a tree is bounded, escapes what it shows, and leads to fields by their pointers", () => {
  const wide = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`m${index}`, index]));
  assert.ok(String(<JsonTree value={wide} />).includes("and 100 more"));
  const tree = String(
    <JsonTree
      value={{ "a/b": "<i>", empty: [], deep: { x: 1 } }}
      hrefOf={(pointer) => `#${pointer}`}
      isMarked={(pointer) => pointer === "/deep/x"}
    />,
  );
  assert.ok(tree.includes('href="#/a~1b"'));
  assert.ok(!tree.includes("<i>"));
  assert.ok(tree.includes("<code>[]</code>"));
  assert.ok(tree.includes("<mark><code>1</code></mark>"));
});
