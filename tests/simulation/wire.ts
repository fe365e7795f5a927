/**
 * The wire between one life of the service and the access control: bytes, delays and breaks. What
 * an answer means is told by the adapter's own code.
 *
 * @module
 */
import { Effect } from "effect";
import {
  type AccessControl,
  type Called,
  DEFAULT_PACE,
  NotAnswered,
} from "../../actors/access_control.ts";
import { parseListPage, parseScanPage } from "../../adapters/fortress/answers.ts";
import { CallFailed, type Reply } from "../../adapters/fortress/call.ts";
import { classify, classifyFailure } from "../../adapters/fortress/classify.ts";
import { encodeCommand } from "../../adapters/fortress/message.ts";
import { listCredentials, listScans } from "../../adapters/simulator/lists.ts";
import type { OtherSide, Respond } from "./other_side.ts";
import type { Surroundings } from "./surroundings.ts";

/** Name of the one access control. */
export const SYSTEM = "main";

/** The one tenant. */
export const TENANT = "riverside";

const TOKEN = "simulated-token";
const LATENCY_MAX_MS = 20;
/** Long enough for much to change before a list is there. */
const LIST_LATENCY_MAX_MS = 200;
/** On a bad day one list in so many does not come. */
const LISTS_PER_LOSS = 20;
const SETTINGS = {
  tenant: TENANT,
  name: SYSTEM,
  tickets: "barcode",
  pace: DEFAULT_PACE,
  repair: "automatic",
} as const;

/** How often things are tried, and how long they are waited for. */
export type Rhythm = Pick<AccessControl, "retry" | "breaker" | "pollMs" | "reconcileEveryMs">;

/** So that much happens in little time. */
export const IMPATIENT: Rhythm = {
  retry: { firstMs: 50, maxMs: 2_000, attemptTimeoutMs: 1_000 },
  breaker: { failures: 10, openMs: 500 },
  pollMs: 2_000,
  reconcileEveryMs: 4_000,
};

/** The port, as one life of the service has it. */
export function wireTo(
  other: OtherSide,
  { timeline, dice, process }: Surroundings,
  rhythm: Rhythm,
): AccessControl {
  const call = (commandId: string, arrive: (respond: Respond) => void, asked: boolean) =>
    Effect.callback<Called>((resume) => {
      const startedAt = timeline.now;
      let isOpen = true;
      const end = (reply: Reply | CallFailed) => {
        if (!isOpen) return;
        isOpen = false;
        giveUp();
        const question = { commandId, asked, token: TOKEN, now: timeline.wall };
        const outcome = reply instanceof CallFailed
          ? classifyFailure(reply, question)
          : classify(reply, question);
        const durationMs = timeline.now - startedAt;
        resume(Effect.succeed({ outcome, httpStatus: reply.status, durationMs }));
      };
      const giveUp = timeline.after(
        process,
        rhythm.retry.attemptTimeoutMs,
        () => end(lost("no answer in time", "unknown")),
      );
      const latencyMs = dice.pick(LATENCY_MAX_MS);
      if (other.isDown) {
        timeline.after(process, latencyMs, () => end(lost("not reachable", "no")));
      } else {
        timeline.after(other.process, latencyMs, () =>
          arrive((reply) => {
            const answer = reply ?? lost("the connection was lost", "unknown");
            timeline.after(process, latencyMs, () => end(answer));
          }));
      }
      return Effect.sync(() => {
        isOpen = false;
        giveUp();
      });
    });

  /** As the list was when the question came: the answer is old when it is there. */
  const listed = <A>(list: () => A | null) =>
    Effect.callback<A, NotAnswered>((resume) => {
      const isLost = other.isDown || dice.pick(LISTS_PER_LOSS) === 0 && other.losesLists;
      const latencyMs = dice.pick(LIST_LATENCY_MAX_MS);
      timeline.after(process, latencyMs, () => {
        const answer = isLost ? null : list();
        const told = answer === null
          ? Effect.fail(new NotAnswered({ reason: "the list was lost" }))
          : Effect.succeed(answer);
        timeline.after(process, latencyMs, () => resume(told));
      });
    });

  return {
    ...SETTINGS,
    ...rhythm,
    send: (command) => {
      const bytes = encodeCommand(command);
      return call(command.commandId, (respond) => other.receive(bytes, respond), false);
    },
    ask: (commandId) => call(commandId, (respond) => other.ask(commandId, respond), true),
    scans: (cursor) => listed(() => parseScanPage(page(listScans(other.world, queryOf(cursor))))),
    credentials: (cursor) =>
      listed(() => parseListPage(page(listCredentials(other.world, queryOf(cursor))))),
  };
}

function queryOf(cursor: string | null): URLSearchParams {
  return new URLSearchParams(cursor === null ? {} : { cursor });
}

function page(body: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(body));
}

function lost(reason: string, arrived: "no" | "unknown"): CallFailed {
  return new CallFailed({ reason, arrived, status: null });
}
