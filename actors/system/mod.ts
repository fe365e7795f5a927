/**
 * The live actors of this process: found or loaded, one command at a time each, dropped when idle.
 *
 * @module
 */
import { Clock, Effect, Layer } from "effect";
import {
  ActorRouter,
  CommandInProgress,
  type CommandRefused,
  type Envelope,
  type Receipt,
  UnknownActor,
} from "../actor_router.ts";
import type { Address } from "../address.ts";
import { Catalogues } from "../catalogues.ts";
import { DeliveryLanes } from "../delivering/lanes.ts";
import { EventStore } from "../event_store.ts";
import { loadCell, readState } from "./cell.ts";
import {
  type ActorSystemOptions,
  type Directory,
  inTurn,
  makeDirectory,
  sweepForEver,
  typeOf,
} from "./directory.ts";
import { decideDoubts } from "./doubts.ts";
import { Errands } from "./errands.ts";
import { makeFollowing } from "./following.ts";
import type { Workshop } from "./commit.ts";
import { rehearseAt } from "./rehearsing.ts";
import { carryOut, rehearseStep } from "./step.ts";
import { makeTicketNumbers } from "./ticket_numbers.ts";
import { type TrendBook, Trends } from "../trends.ts";
import { makeWaitingLine } from "./waiting_line.ts";

export type { ActorSystemOptions } from "./directory.ts";

const IDLE_TIMEOUT_MS = 300_000;

/** `ActorRouter` for actors that all live in this process. */
export function layer(
  options: ActorSystemOptions,
): Layer.Layer<ActorRouter, never, EventStore | DeliveryLanes | Catalogues | Errands> {
  return Layer.effect(
    ActorRouter,
    Effect.gen(function* () {
      const workshop: Workshop = {
        store: yield* EventStore,
        lanes: yield* DeliveryLanes,
        catalogues: yield* Catalogues,
        errands: yield* Errands,
        doubts: yield* makeWaitingLine,
        numbers: yield* makeTicketNumbers,
        trends: yield* Trends,
      };
      const directory = makeDirectory(options);
      yield* Effect.forkScoped(sweepForEver(directory, options.idleTimeoutMs ?? IDLE_TIMEOUT_MS));
      yield* Effect.forkScoped(decideDoubts(workshop, directory));
      return makeRouter(workshop, directory);
    }),
  );
}

function noteReceipt(trends: TrendBook, address: Address, { record, replayed }: Receipt): void {
  if (replayed) return;
  const { tenant, kind, id } = address;
  trends.noteCommand(tenant, { at: record.at, actor: { kind, id }, events: record.events });
}

function noteRefusal(trends: TrendBook, { at, address, envelope, refused }: {
  readonly at: number;
  readonly address: Address;
  readonly envelope: Envelope;
  readonly refused: CommandRefused;
}): void {
  const { tenant, kind, id } = address;
  const { type, rule } = refused.refusal;
  const { command, by } = envelope;
  trends.noteRefusal(tenant, { at, actor: { kind, id }, command: command.type, type, rule, by });
}

function makeRouter(workshop: Workshop, directory: Directory): ActorRouter["Service"] {
  const { counts } = directory;
  const { store, trends } = workshop;
  const running = new Set<string>();

  const send: ActorRouter["Service"]["send"] = (address, envelope) =>
    Effect.suspend(() => {
      const { commandId } = envelope;
      const command = `${address.tenant}/${commandId}`;
      if (running.has(command)) return Effect.fail(new CommandInProgress({ commandId }));
      running.add(command);
      counts.commands += 1;
      return inTurn(directory, address, (cell) => carryOut(workshop, cell, envelope)).pipe(
        Effect.tap((receipt) => Effect.sync(() => noteReceipt(trends, address, receipt))),
        Effect.tapErrorTag("CommandRefused", (refused) =>
          Effect.map(Clock.currentTimeMillis, (at) => {
            if (refused.replayed) {
              return;
            }
            counts.refused += 1;
            noteRefusal(trends, { at, address, envelope, refused });
          })),
        Effect.ensuring(Effect.sync(() =>
          running.delete(command)
        )),
        Effect.uninterruptible,
      );
    });

  /** The loaded cell. Its state is replaced as a whole, so it can be read without the gate. */
  const current = (address: Address) =>
    inTurn(
      directory,
      address,
      (cell) => cell.loaded ? Effect.succeed(cell) : Effect.as(loadCell(workshop, cell), cell),
    );

  const view: ActorRouter["Service"]["view"] = Effect.fnUntraced(function* (address, atVersion) {
    const type = typeOf(directory, address.kind);
    const { version, state } = atVersion === undefined
      ? yield* current(address)
      : yield* readState(store, type, address, atVersion);
    if (version === 0) return yield* new UnknownActor({ address });
    return { version, state, revisions: type.revisions(state) };
  });

  return ActorRouter.of({
    send,
    rehearse: (address, envelope, atVersion) =>
      atVersion === undefined
        ? inTurn(directory, address, (cell) => rehearseStep(workshop, cell, envelope))
        : rehearseAt(atVersion, { workshop, directory, address, envelope }),
    view,
    alone: (address, work) =>
      inTurn(
        directory,
        address,
        (cell) => Effect.ensuring(work, Effect.sync(() => cell.loaded = false)),
      ).pipe(Effect.uninterruptible),
    ...makeFollowing({ store, directory, current }),
    stats: () => ({ live: directory.cells.size, waiting: running.size, ...counts }),
  });
}
