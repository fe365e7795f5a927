/**
 * The book of the last hour: what it keeps, and what it forgets.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type NotedRefusal, TrendBook } from "../../actors/trends.ts";

const MINUTE_MS = 60_000;
const START = 30_000_000 * MINUTE_MS;

const actor = { kind: "ticket", id: "T-1" } as const;
const command = (at: number, ...events: ReadonlyArray<string>) => ({ at, actor, events });

const refusal = (at: number): NotedRefusal => ({
  at,
  actor: { kind: "ticket", id: "T-1" },
  command: "PrintTicket",
  type: "TicketAlreadyPrinted",
  rule: "A ticket is printed once",
  by: "box-office",
});

Deno.test("an hour has sixty minutes, the oldest first, those without any doing too", () => {
  const book = new TrendBook();
  book.noteCommand("riverside", command(START - MINUTE_MS));
  book.noteCommand("riverside", command(START - MINUTE_MS + 59_999));
  book.noteRefusal("riverside", refusal(START));
  const minutes = book.read("riverside", START + 30_000);
  assert.equal(minutes.length, 60);
  assert.equal(minutes[0]?.at, START - 59 * MINUTE_MS);
  assert.deepEqual(minutes.slice(-3).map(({ commands, refused }) => [commands, refused]), [
    [0, 0],
    [2, 0],
    [0, 1],
  ]);
});

Deno.test("a tenant's figures are its own", () => {
  const book = new TrendBook();
  book.noteCommand("riverside", command(START));
  assert.ok(book.read("harbour", START).every(({ commands }) => commands === 0));
});

Deno.test("what somebody must look at is told for a day, the newest first", () => {
  const book = new TrendBook();
  book.noteCommand("riverside", command(START, "ScanRecorded", "ExposureIncidentRaised"));
  book.noteCommand("riverside", command(START + 1, "TicketAllocated"));
  book.noteCommand("riverside", command(START + 2, "AttentionRaised"));
  const told = book.concerns("riverside", START + MINUTE_MS);
  assert.deepEqual(told.map(({ type }) => type), ["AttentionRaised", "ExposureIncidentRaised"]);
  assert.deepEqual(book.concerns("riverside", START + 86_400_002), []);
  assert.deepEqual(book.concerns("harbour", START), []);
});

Deno.test("the newest fifty refusals of the hour are told, the newest first", () => {
  const book = new TrendBook();
  for (let i = 0; i < 60; i += 1) book.noteRefusal("riverside", refusal(START + i));
  const told = book.refusals("riverside", START + MINUTE_MS);
  assert.equal(told.length, 50);
  assert.equal(told[0]?.at, START + 59);
  assert.deepEqual(book.refusals("riverside", START + 61 * MINUTE_MS), []);
  assert.deepEqual(book.refusals("harbour", START), []);
});

Deno.test("half of the confirmations take no longer than the middle one", () => {
  const book = new TrendBook();
  for (let i = 1; i <= 100; i += 1) {
    book.noteConfirmation("riverside", { at: START, elapsedMs: 101 - i });
  }
  const last = book.read("riverside", START).at(-1);
  assert.equal(last?.confirmed, 100);
  assert.equal(last?.p50Ms, 51);
  assert.equal(last?.p95Ms, 96);
  assert.equal(book.read("riverside", START).at(-2)?.p50Ms, null);
});

Deno.test("of a backlog the highest that was seen in the minute is told", () => {
  const book = new TrendBook();
  for (const backlog of [3, 9, 1]) book.noteBacklog("riverside", START, backlog);
  assert.equal(book.read("riverside", START).at(-1)?.backlog, 9);
  assert.equal(book.read("riverside", START).at(-2)?.backlog, null);
});

Deno.test("after an hour a minute is forgotten, and a clock set back forgets nothing newer", () => {
  const book = new TrendBook();
  for (let i = 0; i < 200; i += 1) book.noteCommand("riverside", command(START + i * MINUTE_MS));
  book.noteCommand("riverside", command(START));
  const now = START + 199 * MINUTE_MS;
  assert.ok(book.read("riverside", now).every(({ commands }) => commands === 1));
  assert.ok(book.read("riverside", START + 60 * MINUTE_MS).every(({ commands }) => commands === 0));
});
