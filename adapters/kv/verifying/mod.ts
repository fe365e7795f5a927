/**
 * Everything that is stored, held against itself: chains, heads, states, log, commands, deliveries,
 * indexes. One pass over each, in bounded memory.
 *
 * @module
 */
import type { AnyActorType } from "../../../actors/actor_type.ts";
import { unpack } from "../codec.ts";
import { SCHEMA } from "../keys.ts";
import type { Kv } from "../kv.ts";
import { SCHEMA_VERSION } from "../schema.ts";
import { type ActorCounts, judgeActors } from "./actors.ts";
import { judgeCommands } from "./commands.ts";
import { judgeDeliveries } from "./deliveries.ts";
import type { Found } from "./fault.ts";
import { judgeIndexes } from "./indexes.ts";
import { expectLogged } from "./log.ts";
import { judgeMarks } from "./marks.ts";
import { judgeRequests } from "./requests.ts";
import { Scratch } from "./scratch.ts";

export type { Fault } from "./fault.ts";

/** What a verification works with. */
export interface Verifying {
  /** Of every kind that may be stored. */
  readonly types: ReadonlyArray<AnyActorType>;
  /** Where expectations are kept meanwhile: a file that is not there yet, or `:memory:`. */
  readonly scratch: string;
  /** A copy of before, whose history must still be in this one. */
  readonly earlier?: Kv | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly found: Found;
}

/** How much was looked at. */
export interface StoreCounts extends ActorCounts {
  readonly log: number;
  readonly commands: number;
  readonly deliveries: number;
  readonly indexes: number;
}

/**
 * Looks at every record of a KV that nobody writes to, and changes nothing.
 *
 * An actor whose facts are in doubt is told once: what else follows from them is not judged.
 */
export async function verifyStore(kv: Kv, verifying: Verifying): Promise<StoreCounts> {
  using scratch = new Scratch(verifying.scratch);
  const { found, types, now, earlier = null } = verifying;
  const { value } = await kv.get(SCHEMA);
  if (unpack(value)?.[0] !== SCHEMA_VERSION) {
    const detail = `The data is not of layout ${SCHEMA_VERSION}`;
    await found({ kind: "record", address: "schema", version: null, detail, mend: [] });
  }
  const log = await expectLogged(kv, scratch, found);
  const counts = await judgeActors(kv, { types, earlier, scratch, found });
  const commands = await judgeCommands(kv, { scratch, found, now });
  const deliveries = await judgeDeliveries(kv, scratch, found);
  const indexes = await judgeIndexes(kv, scratch, found) + await judgeRequests(kv, found);
  await judgeMarks(kv, { found, now });
  return { ...counts, log, commands, deliveries, indexes };
}
