/**
 * `POST /commands` and `GET /commands/{commandId}`, with the faults of a bad day.
 *
 * @module
 */
import { Clock, Effect } from "effect";
import { judge, type Verdict } from "./change.ts";
import { garbledBody, garbles, strikes } from "./faults.ts";
import { BadRequest, cut, json, parseAs, readText } from "./http.ts";
import { makeChange } from "./issue.ts";
import { holdUp, type Machine, makeHappen } from "./machine.ts";
import { CommandMessage } from "./messages.ts";
import { watchBytes } from "./oracles.ts";
import type { Change } from "./world.ts";

/** Takes one command. */
export const receiveCommand = Effect.fnUntraced(function* (machine: Machine, request: Request) {
  const text = yield* readText(request);
  const command = yield* parseAs(CommandMessage, text);
  if (request.headers.get("idempotency-key") !== command.commandId) {
    return yield* new BadRequest({ status: 400, detail: "Idempotency-Key is not the commandId" });
  }
  watchBytes(machine.world.oracles, command.commandId, text);
  const failure = yield* failBefore(machine);
  if (failure !== null) return failure;
  const answer = yield* take(machine, command);
  return garbles(machine.faults, command) ? json(200, garbledBody(command.commandId)) : answer;
});

const take = Effect.fnUntraced(function* (machine: Machine, command: CommandMessage) {
  const at = yield* now;
  const verdict = verdictOn(machine, command);
  if (verdict.type !== "fresh") return answerTo(verdict);
  if (machine.pending.has(command.commandId) || strikes(machine.faults, "late")) {
    return yield* acceptForLater(machine, command);
  }
  const change = happen(machine, command, at);
  yield* pushAfter(machine, change, { isLate: false });
  if (strikes(machine.faults, "loseReplyAfterApply")) return cut();
  if (strikes(machine.faults, "garbageBody")) return new Response("<html>\u0000{]");
  return json(200, change.answer);
});

/** The outcome of a command, as it is remembered. */
export function askCommand(machine: Machine, commandId: string): Response {
  if (machine.faults.garbled.has(commandId)) return json(200, garbledBody(commandId));
  if (machine.pending.has(commandId)) return json(202, { commandId, status: "accepted" });
  const answer = machine.world.applied.get(commandId);
  return answer === undefined ? json(404, { status: "unknown" }) : json(200, answer);
}

const failBefore = Effect.fnUntraced(function* (machine: Machine) {
  const { faults } = machine;
  if (strikes(faults, "tooMany")) {
    const seconds = String(faults.set.tooMany?.retryAfterSeconds ?? 1);
    return json(429, { status: "busy" }, { "retry-after": seconds });
  }
  if (strikes(faults, "fail5xx")) return json(500, { status: "broken" });
  if (strikes(faults, "neverAnswer")) {
    yield* holdUp(machine);
    return json(503, { status: "let go" });
  }
  return null;
});

function verdictOn(machine: Machine, command: CommandMessage): Verdict {
  const poison = machine.faults.set.poisonSubjects ?? [];
  if (poison.includes(command.subject.id)) {
    return { type: "rejected", code: "poison", message: "This subject is refused" };
  }
  return judge(machine.world, command, {
    noIdempotency: machine.faults.set.noIdempotency ?? false,
  });
}

function answerTo(verdict: Exclude<Verdict, { readonly type: "fresh" }>): Response {
  switch (verdict.type) {
    case "repeat":
      return json(200, verdict.answer);
    case "stale":
      return json(409, { status: "stale", lastSeq: verdict.lastSeq });
    case "rejected": {
      const { code, message } = verdict;
      return json(422, { status: "rejected", code, message });
    }
  }
}

const now = Effect.map(Clock.currentTimeMillis, (ms) => new Date(ms).toISOString());

/** Synchronous, as the verdict before it: nothing may come between the two. */
function happen(machine: Machine, command: CommandMessage, at: string): Change {
  const change = makeChange(machine.world, command, { ...machine, at });
  makeHappen(machine, change);
  return change;
}

/** A repeat while it is pending is taken again and changes nothing. */
const acceptForLater = Effect.fnUntraced(function* (machine: Machine, command: CommandMessage) {
  const { commandId } = command;
  if (!machine.pending.has(commandId)) {
    const late = machine.faults.set.late ?? { afterMs: 0, push: true };
    machine.pending.add(commandId);
    yield* Effect.sleep(late.afterMs).pipe(
      Effect.andThen(applyLate(machine, { command, push: late.push })),
      Effect.ensuring(Effect.sync(() => machine.pending.delete(commandId))),
      Effect.forkIn(machine.scope),
    );
  }
  return json(202, { commandId, status: "accepted" });
});

/** Judged again: a newer command may have come first, and then this one is lost. */
const applyLate = Effect.fnUntraced(function* (
  machine: Machine,
  { command, push }: { readonly command: CommandMessage; readonly push: boolean },
) {
  const at = yield* now;
  if (verdictOn(machine, command).type !== "fresh") return;
  const change = happen(machine, command, at);
  machine.pending.delete(command.commandId);
  yield* pushAfter(machine, change, { isLate: push });
});

const pushAfter = Effect.fnUntraced(function* (
  machine: Machine,
  { answer }: Change,
  { isLate }: { readonly isLate: boolean },
) {
  const { faults, replies } = machine;
  const bodies: object[] = isLate ? [answer] : [];
  if (strikes(faults, "duplicateReplies")) bodies.push(answer);
  if (strikes(faults, "contradictoryReplies")) {
    bodies.push({
      commandId: answer.commandId,
      status: "rejected",
      code: "contradiction",
      message: "Said to be rejected although it was applied",
    });
  }
  if (bodies.length > 0) yield* replies.push(bodies, faults.set.reorderReplies);
});
