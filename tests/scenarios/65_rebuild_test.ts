/**
 * Stored states are lost or wrong: the facts make them again, byte for byte (scenario 65).
 *
 * @module
 */
import assert from "node:assert/strict";
import { decode, encode } from "../../adapters/kv/codec.ts";
import { headKey, snapshotKey } from "../../adapters/kv/keys.ts";
import { packHead, packSnapshot, unpackHead, unpackSnapshot } from "../../adapters/kv/records.ts";
import { gatehouse } from "../../routes/client/mod.ts";
import type { BoxOffice } from "../support/service_client.ts";
import { KEY } from "../support/service_file.ts";
import { type FolderStage, onFolder } from "../support/service_folder.ts";
import { activePass, printedTicket, putSeason } from "../support/service_season.ts";

const TICKET = { tenant: "riverside", kind: "ticket", id: "T-1" } as const;
const PASS = { tenant: "riverside", kind: "pass", id: "P-1" } as const;

Deno.test(
  "a lost snapshot is made again byte for byte, and a wrong state is right again, here and stored",
  onFolder(playOn),
);

async function playOn({ data, inService }: FolderStage): Promise<void> {
  await inService(async (box) => {
    await putSeason(box);
    await printedTicket(box, "T-1");
    await activePass(box, "P-1", ["M01", "M02"]);
  });
  const lost = await edit(data, loseSnapshot);
  await edit(data, (kv) => changeState(kv, "nowhere"));
  await inService(async (box, url) => {
    const { passes, tickets } = gatehouse({ url, key: KEY });
    assert.equal((await box.pass("P-1")).status, "active", "without its snapshot it is the same");
    assert.deepEqual((await passes.rebuild("P-1")).rewritten, [lost.version]);
    assert.equal(await printerOf(box), "nowhere", "nobody has looked yet");
    const { rewritten, removed } = await tickets.rebuild("T-1");
    assert.deepEqual([rewritten.length, removed], [1, []]);
    assert.equal(await printerOf(box), "Virtual", "the live one too");
    for (const [subject, id] of [[passes, "P-1"], [tickets, "T-1"]] as const) {
      assert.equal((await subject.verify(id)).ok, true, id);
      assert.deepEqual((await subject.rebuild(id)).rewritten, [], "a second time changes nothing");
    }
    const { status } = await box.ask("POST", "tickets/T-9/snapshots/rebuild", { body: {} });
    assert.equal(status, 404);
  });
  const found = await edit(data, (kv) => kv.get(snapshotKey(PASS, lost.version)));
  assert.deepEqual(found.value, lost.record);
}

async function printerOf(box: BoxOffice): Promise<string | null> {
  const path = "tickets/T-1?version=2";
  const { body } = await box.ask<{ readonly printer: string | null }>("GET", path);
  const { body: now } = await box.ask<{ readonly printer: string | null }>("GET", "tickets/T-1");
  assert.notEqual(body.printer, "nowhere", "the past is folded from facts");
  return now.printer;
}

async function edit<A>(data: string, use: (kv: Deno.Kv) => Promise<A>): Promise<A> {
  using kv = await Deno.openKv(`${data}/gatehouse.kv`);
  return await use(kv);
}

async function loseSnapshot(kv: Deno.Kv) {
  const { value: head } = await kv.get(headKey(PASS));
  const version = unpackHead(head)?.snapshotVersion ?? 0;
  const { value: record } = await kv.get(snapshotKey(PASS, version));
  assert.ok(version > 0 && record !== null);
  await kv.delete(snapshotKey(PASS, version));
  return { version, record };
}

/** Where the ticket's state lies, in its head or beside it, with a checksum that is right. */
async function changeState(kv: Deno.Kv, printer: string): Promise<void> {
  const { value } = await kv.get(headKey(TICKET));
  const head = unpackHead(value);
  assert.ok(head !== null);
  const changed = (state: Uint8Array) => encode({ ...decode(state) as object, printer });
  if (head.state !== null) {
    await kv.set(headKey(TICKET), packHead({ ...head, state: changed(head.state) }));
    return;
  }
  const key = snapshotKey(TICKET, head.snapshotVersion);
  const snapshot = unpackSnapshot((await kv.get(key)).value);
  assert.ok(snapshot !== null);
  await kv.set(key, packSnapshot({ ...snapshot, state: changed(snapshot.state) }));
}
