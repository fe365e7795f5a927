/**
 * What a command would have come to in the past: the same step, on a cell that is nobody's.
 *
 * @module
 */
import { Effect } from "effect";
import {
  type Envelope,
  type Rehearsal,
  type SendError,
  UnknownActor,
  UnknownVersion,
} from "../actor_router.ts";
import type { Address } from "../address.ts";
import { FREE } from "../delivering/lanes.ts";
import { makeCell, readState } from "./cell.ts";
import type { Workshop } from "./commit.ts";
import { type Directory, typeOf } from "./directory.ts";
import { rehearseStep } from "./step.ts";

/** Decides on the state at `version`; the living actor is neither waited for nor touched. */
export const rehearseAt = Effect.fnUntraced(function* (
  version: number,
  { workshop, directory, address, envelope }: {
    readonly workshop: Workshop;
    readonly directory: Directory;
    readonly address: Address;
    readonly envelope: Envelope;
  },
): Effect.fn.Return<Rehearsal, SendError> {
  const { store, lanes } = workshop;
  const type = typeOf(directory, address.kind);
  const cell = makeCell(address, type, 0);
  if (version > 0) Object.assign(cell, yield* readState(store, type, address, version));
  if (cell.version === 0 && version > 0) return yield* new UnknownActor({ address });
  if (cell.version !== version) {
    return yield* new UnknownVersion({ address, newest: cell.version });
  }
  cell.loaded = true;
  // what lies in the lanes now says nothing of what lay there then
  const then = { ...workshop, lanes: { ...lanes, hold: () => FREE } };
  return yield* rehearseStep(then, cell, envelope);
});
