/**
 * The list of credentials: whole, or none at all.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import type { AccessControl, Listed } from "../../../actors/access_control.ts";
import { ticketCommand } from "../../support/outgoing_commands.ts";
import { scoped } from "../../support/scoped.ts";
import { openHostileServer } from "./hostile_server.ts";
import { openFortress, openWithSimulator } from "./open_fortress.ts";

const ITEM = {
  subject: { kind: "ticket", id: "T-1" },
  seq: 3,
  kind: "standard",
  value: "1234567890128",
  state: "live",
  admissions: ["T-1"],
};

function listFrom(answer: () => Response) {
  return Effect.runPromise(Effect.scoped(Effect.gen(function* () {
    const { url, seen } = yield* openHostileServer(answer);
    const page = yield* (yield* openFortress(url)).credentials("c-1");
    assert.equal(seen[0]?.path, "/base/credentials?cursor=c-1&limit=100");
    return page;
  })));
}

Deno.test("a page is read with whose each value is, and what it opens", async () => {
  const page = await listFrom(() => Response.json({ items: [ITEM], next: "c-2" }));
  const { seq: _seq, admissions: admissionIds, ...rest } = ITEM;
  assert.deepEqual(page, { items: [{ ...rest, admissionIds }], next: "c-2" });
});

Deno.test("a subject that cannot be ours is nobody's, and its value is still listed", async () => {
  const subjects = [{ kind: "voucher", id: "V-1" }, { kind: "ticket", id: "a/b" }, null, "T-1", {}];
  const items = subjects.map((subject, n) => ({ ...ITEM, subject, value: `V-${n}` }));
  const page = await listFrom(() => Response.json({ items, next: null }));
  assert.deepEqual(page.items.map(({ subject }) => subject), subjects.map(() => null));
});

Deno.test("one item that is not of the form spoils the page: a gap would look like a loss", async () => {
  const bad = [
    { ...ITEM, value: "" },
    { ...ITEM, value: "line\nbreak" },
    { ...ITEM, state: "perhaps" },
    { ...ITEM, kind: "song" },
    { ...ITEM, admissions: "T-1" },
    null,
  ];
  const notAnswered = (answer: () => Response) =>
    assert.rejects(listFrom(answer), { _tag: "NotAnswered" });
  for (const item of bad) {
    await notAnswered(() => Response.json({ items: [ITEM, item], next: null }));
  }
  await notAnswered(() => Response.json({ items: [ITEM] }));
  await notAnswered(() => new Response("[", { status: 200 }));
  await notAnswered(() => new Response("{}", { status: 503 }));
});

const allOf = Effect.fnUntraced(function* ({ credentials }: AccessControl) {
  const all: Array<Listed> = [];
  let cursor: string | null = null;
  do {
    const page: Effect.Success<ReturnType<typeof credentials>> = yield* credentials(cursor);
    all.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return all;
});

Deno.test(
  "the pages of the simulator are all that it has, each value once",
  scoped(Effect.gen(function* () {
    const { simulator, accessControl } = yield* openWithSimulator();
    for (let n = 0; n < 250; n += 1) {
      yield* accessControl.send(ticketCommand("issueTicket", { id: `T-${n}`, seq: 1 }));
    }
    const all = yield* allOf(accessControl);
    assert.equal(new Set(all.map(({ value }) => value)).size, 250);
    assert.deepEqual(all.map(({ value }) => `${value}`), [...simulator.world.credentials.keys()]);
  })),
);
