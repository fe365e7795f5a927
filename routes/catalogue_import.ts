/**
 * Hands a whole catalogue over to an import actor: parts that a commit can hold, then the seal.
 *
 * @module
 */
import { Effect } from "effect";
import { ActorRouter, type Envelope } from "../actors/actor_router.ts";
import type { Address } from "../actors/address.ts";
import type {
  ImportedDocument,
  ImportState,
  SealImport,
  StorePart,
} from "../actors/importing/mod.ts";
import { type Answer, etag } from "./answer.ts";
import type { Catalogue } from "./catalogue_body.ts";
import { seal } from "./envelope.ts";
import { readPrefer } from "./headers.ts";
import type { Services } from "./house.ts";
import { type Failure, type Fault, faulty } from "./problem.ts";
import type { Asked } from "./route.ts";

/** One commit holds 64 KiB with all that stands around the documents. */
const PART_BYTES_MAX = 40_000;

/** More faults than this help nobody. */
const FAULTS_MAX = 20;

/** A season is put in less, unless the machine is busy with other things. */
const DONE_TIMEOUT_MS = 5000;

/** Stores the catalogue as an import and has it carried out. Throws the 422 as a `Problem`. */
export function importCatalogue(
  asked: Asked<unknown, Catalogue>,
): Effect.Effect<Answer, Failure, Services> {
  const documents = documentsOf(asked.body);
  assertAcceptable(documents, asked);
  // all of it goes into the fingerprint: another catalogue under the same key is a mistake
  const whole = { type: "SealImport", documents };
  return carryOut(documents, seal("PUT", whole, asked), asked);
}

const carryOut = Effect.fnUntraced(function* (
  documents: ReadonlyArray<ImportedDocument>,
  sealing: Envelope,
  { caller, headers }: Asked,
) {
  const router = yield* ActorRouter;
  const { commandId } = sealing;
  // A repeated key finds the import that it began, whole or not.
  const address: Address = { tenant: caller.tenant, kind: "import", id: commandId };
  const parts = partsOf(documents);
  for (const [part, own] of parts.entries()) {
    const command: StorePart = { type: "StorePart", part, documents: own };
    const expected = part === 0 ? sealing.expected : null;
    yield* router.send(address, {
      ...sealing,
      commandId: `${commandId}.p${part}`,
      correlationId: commandId,
      command,
      expected,
    });
  }
  const command: SealImport = { type: "SealImport", parts: parts.length };
  const { record, replayed } = yield* router.send(address, {
    ...sealing,
    command,
    expected: null,
  });
  const { waitS, applied } = readPrefer(headers);
  if (record.revision !== null) {
    const timeoutMs = waitS > 0 ? waitS * 1000 : DONE_TIMEOUT_MS;
    yield* router.settled(address, record.revision, timeoutMs);
  }
  // It is taken: failing to read how far it has come must not look as if it were not.
  const status = yield* Effect.orElseSucceed(router.operation(record), () => "pending" as const);
  const progress = yield* router.view(address).pipe(
    Effect.map(({ state }) => progressOf(state as ImportState)),
    Effect.orElseSucceed(() => ({ total: documents.length, left: documents.length, refused: 0 })),
  );
  const isOpen = status === "pending" || status === "failed";
  return {
    status: isOpen ? 202 : 200,
    body: {
      commandId,
      actor: { kind: address.kind, id: address.id },
      version: record.version,
      events: record.events,
      operation: { id: commandId, status },
      progress,
    },
    headers: {
      etag: etag(record.version),
      ...(isOpen ? { location: `/v1/operations/${commandId}` } : {}),
      ...(applied === null ? {} : { "preference-applied": applied }),
      ...(replayed ? { "idempotency-replayed": "true" } : {}),
    },
  };
});

/** How much of an import is done. */
export function progressOf({ total, tasks, refused }: ImportState): object {
  return { total, left: tasks.length, refused: refused.length };
}

/** By kind and code, so that the order in which a caller writes them makes no other import. */
function documentsOf(catalogue: Catalogue): ReadonlyArray<ImportedDocument> {
  const { passTypes, performances, bundles, items, ticketTemplates } = catalogue;
  return [
    ...of("ticket-template", ticketTemplates),
    ...of("pass-type", passTypes),
    ...of("performance", performances),
    ...of("bundle", bundles),
    ...of("item", items),
  ];
}

function of(
  kind: ImportedDocument["kind"],
  documents: { readonly [code: string]: ImportedDocument["document"] },
): ReadonlyArray<ImportedDocument> {
  return Object.entries(documents)
    .sort(([one], [other]) => one < other ? -1 : 1)
    .map(([code, document]) => ({ kind, code, document }));
}

/** In the body; everything else about a document its schema has judged. */
const MEMBERS: Readonly<Record<ImportedDocument["kind"], string>> = {
  performance: "performances",
  "pass-type": "passTypes",
  bundle: "bundles",
  item: "items",
  "ticket-template": "ticketTemplates",
};

function assertAcceptable(
  documents: ReadonlyArray<ImportedDocument>,
  { caller, house }: Asked,
): void {
  const systems = new Set(house.accessControls(caller.tenant).map(({ name }) => name));
  const faults = documents.flatMap((imported): ReadonlyArray<Fault> => {
    const { kind, code, document } = imported;
    const pointer = `/${MEMBERS[kind]}/${code}`;
    if (bytesOf(imported) > PART_BYTES_MAX) {
      return [{ pointer, detail: `must be at most ${PART_BYTES_MAX} bytes` }];
    }
    const system = "accessControl" in document ? document.accessControl : null;
    if (system === null || systems.has(system)) return [];
    const detail = "must be the name of a configured access-control system";
    return [{ pointer: `${pointer}/accessControl`, detail }];
  });
  if (faults.length > 0) throw faulty("invalid", faults.slice(0, FAULTS_MAX));
}

/** At least one, in order: an import without documents is one too. */
function partsOf(
  documents: ReadonlyArray<ImportedDocument>,
): ReadonlyArray<ReadonlyArray<ImportedDocument>> {
  const parts: Array<Array<ImportedDocument>> = [[]];
  let bytes = 0;
  for (const document of documents) {
    const size = bytesOf(document);
    if (bytes + size > PART_BYTES_MAX) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(document);
    bytes += size;
  }
  return parts;
}

function bytesOf(document: ImportedDocument): number {
  return new TextEncoder().encode(JSON.stringify(document)).length;
}
