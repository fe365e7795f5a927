/**
 * Adds what is missing to the stored fixtures: `deno run -A tests/golden/make.ts`.
 *
 * What is there stays as it is: it was stored like that once, somewhere.
 *
 * @module
 */
import { Effect } from "effect";
import { isReferenceKind } from "../../actors/address.ts";
import type { Tagged } from "../../actors/decider.ts";
import type { EventStore } from "../../actors/event_store.ts";
import { ACTOR_TYPES } from "../../actors/system/actor_types.ts";
import { readState } from "../../actors/system/cell.ts";
import { copyData } from "../../adapters/backup/copy.ts";
import { encode } from "../../adapters/kv/codec.ts";
import { toStored } from "../../adapters/kv/upcast.ts";
import denoJson from "../../deno.json" with { type: "json" };
import { inStore } from "../support/data_tasks.ts";
import { inFolder } from "../support/service_file.ts";
import { PROJECT, VARIABLES } from "../support/service_starts.ts";
import { passesInEveryState, ticketsInEveryState } from "../support/stories.ts";
import { EVENT_TYPES } from "./event_types.ts";
import { EXAMPLES } from "./examples.ts";
import {
  GOLDEN,
  type GoldenEvent,
  type GoldenRecord,
  type GoldenState,
  readLines,
  storedVersions,
  withStoredFolder,
} from "./golden.ts";
import { plain, RECORDS } from "./records.ts";

const { version } = denoJson;
const TENANT = "demo";

/** The service does not start with more than it needs. */
const DEMO_MAY = [
  "--allow-net=127.0.0.1",
  "--allow-read=.",
  "--allow-write=.",
  `--allow-env=${VARIABLES.join()}`,
];

/** A data folder in which the demo was played to its end. */
async function storeDemo(): Promise<void> {
  await inFolder(async (folder) => {
    const demo = new Deno.Command(Deno.execPath(), {
      args: ["run", ...DEMO_MAY, `--config=${PROJECT}/deno.json`, `${PROJECT}/main.ts`, "demo"],
      cwd: folder,
      env: { GATEHOUSE_PORT: "0", NO_COLOR: "1" },
      stdout: "piped",
    }).spawn();
    let said = "";
    for await (const text of demo.stdout.pipeThrough(new TextDecoderStream())) {
      said += text;
      if (said.includes("All stories are told")) demo.kill("SIGTERM");
    }
    await demo.status;
    await copyData(`${folder}/.demo/gatehouse.kv`, `${folder}/copy.kv`);
    const copy = await Deno.open(`${folder}/copy.kv`);
    const packed = await Deno.create(`${GOLDEN}/releases/${version}.kv.gz`);
    await copy.readable.pipeThrough(new CompressionStream("gzip")).pipeTo(packed.writable);
  });
}

const statesIn = Effect.fnUntraced(function* (store: EventStore["Service"]) {
  const states: Array<GoldenState> = [];
  for (const type of ACTOR_TYPES) {
    for (const { id } of (yield* store.heads(TENANT, type.kind)).data) {
      const address = { tenant: TENANT, kind: type.kind, id };
      states.push({ ...address, ...(yield* readState(store, type, address)) });
    }
  }
  return states;
});

const factsIn = Effect.fnUntraced(function* (store: EventStore["Service"]) {
  const all = { kind: null, id: null, type: null, from: null, to: null };
  const facts: Array<readonly [kind: string, event: Tagged]> = [];
  for (let cursor: string | null = null;;) {
    const page: Effect.Success<ReturnType<EventStore["Service"]["log"]>> = yield* store.log(
      TENANT,
      all,
      { cursor, limit: 500 },
    );
    for (const { address: { kind }, event } of page.data) {
      facts.push([isReferenceKind(kind) ? "reference" : kind, event]);
    }
    if (page.next === null) return facts;
    cursor = page.next;
  }
});

/** One for each type and version that has none. */
function missingEvents(
  known: ReadonlyArray<GoldenEvent>,
  facts: ReadonlyArray<readonly [kind: string, event: Tagged]>,
): ReadonlyArray<GoldenEvent> {
  return Object.entries(EVENT_TYPES).flatMap(([kind, types]) =>
    Object.entries(types).flatMap(([type, version]): ReadonlyArray<GoldenEvent> => {
      const isKnown = known.some((one) =>
        one.kind === kind && one.type === type && one.version === version
      );
      if (isKnown) return [];
      const [, event] = facts.find((fact) => fact[0] === kind && fact[1].type === type) ?? [];
      if (event === undefined) throw new Error(`There is no example of ${kind} ${type}`);
      return [{ kind, type, version, hex: encode(toStored(event)).toHex(), event }];
    })
  );
}

async function missingRecords(
  known: ReadonlyArray<GoldenRecord>,
  folder: string,
): Promise<ReadonlyArray<GoldenRecord>> {
  using kv = await Deno.openKv(`${folder}/gatehouse.kv`);
  const records: Array<GoldenRecord> = [];
  for (const [record, { letter, read, example }] of Object.entries(RECORDS)) {
    if (known.some((one) => one.record === record)) continue;
    const range = { start: [letter], end: [`${letter}\u0001`] };
    const [last] = await Array.fromAsync(
      kv.list<Uint8Array>(range, { limit: 1, reverse: true }),
    );
    const stored = last?.value ?? example;
    if (stored === undefined) throw new Error(`There is no example of a ${record}`);
    records.push({ record, hex: stored.toHex(), value: plain(read(stored)) });
  }
  return records;
}

async function writeLines(name: string, lines: ReadonlyArray<object>): Promise<void> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  await Deno.writeTextFile(`${GOLDEN}/${name}`, text);
}

async function make(): Promise<void> {
  await Deno.mkdir(`${GOLDEN}/releases`, { recursive: true });
  if (!(await storedVersions()).includes(version)) await storeDemo();
  await withStoredFolder(version, async (folder) => {
    const records = await readLines<GoldenRecord>("records.jsonl");
    await writeLines("records.jsonl", [...records, ...await missingRecords(records, folder)]);
    const states = await inStore(folder, statesIn);
    if ((await readLines(`releases/${version}.jsonl`)).length === 0) {
      await writeLines(`releases/${version}.jsonl`, states);
    }
    const facts = [
      ...await inStore(folder, factsIn),
      ...Object.values(ticketsInEveryState()).flatMap(({ events }) =>
        events.map((event) => ["ticket", event] as const)
      ),
      ...Object.values(passesInEveryState()).flatMap(({ events }) =>
        events.map((event) => ["pass", event] as const)
      ),
      ...Object.entries(EXAMPLES).flatMap(([kind, events]) =>
        events.map((event) => [kind, event] as const)
      ),
    ];
    const events = await readLines<GoldenEvent>("events.jsonl");
    await writeLines("events.jsonl", [...events, ...missingEvents(events, facts)]);
  });
}

if (import.meta.main) await make();
