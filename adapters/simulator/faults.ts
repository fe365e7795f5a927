/**
 * The knobs of `POST /faults`: what goes wrong, how often, replayable by seed.
 *
 * @module
 */
import * as v from "valibot";
import { CREDENTIAL_KINDS } from "../../actors/access_control.ts";
import { type Dice, makeDice } from "./dice.ts";
import type { CommandMessage } from "./messages.ts";

const Times = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000_000));
const Rate = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Delay = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(86_400_000));
const Amount = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1000));
const Value = v.pipe(v.string(), v.maxLength(4096));

/** The next so many commands, or each with a likelihood. */
const chance = { times: v.optional(Times), rate: v.optional(Rate) };
const Chance = v.pipe(
  v.strictObject(chance),
  v.check(
    ({ times, rate }) => (times === undefined) !== (rate === undefined),
    "give times or rate, not both",
  ),
);

/** The body of `POST /faults`: the whole set, `{}` for none. */
export const FaultSet = v.strictObject({
  /** Seeds the luck of the rates. */
  seed: v.optional(v.pipe(v.number(), v.safeInteger())),
  delayMs: v.optional(Delay),
  /** Every call of the wire gets 503. */
  unavailable: v.optional(v.boolean()),
  /** 500 before anything is applied. */
  fail5xx: v.optional(Chance),
  /** 429 with `Retry-After`. */
  tooMany: v.optional(v.strictObject({ ...chance, retryAfterSeconds: v.optional(Delay, 1) })),
  /** Held, unapplied, until the faults are set anew. */
  neverAnswer: v.optional(Chance),
  /** Applied, then the connection is cut. */
  loseReplyAfterApply: v.optional(Chance),
  /** Applied, then answered 200 with what is no JSON. */
  garbageBody: v.optional(Chance),
  /** Answered 202; applied after `afterMs`, and told by itself unless `push` is false. */
  late: v.optional(
    v.strictObject({ ...chance, afterMs: Delay, push: v.optional(v.boolean(), true) }),
  ),
  /** The reply is pushed once more than needed. */
  duplicateReplies: v.optional(Chance),
  /** A rejection of the applied command is pushed after its reply. */
  contradictoryReplies: v.optional(Chance),
  /** Pushed replies wait until there are so many, then go out last one first. */
  reorderReplies: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(2), v.maxValue(100))),
  /** Subject ids whose every command is rejected. */
  poisonSubjects: v.optional(v.array(v.string())),
  /** Subject ids whose every command is taken as ever, and answered 200 out of form. */
  garbledSubjects: v.optional(v.array(v.string())),
  /** The record is made, nothing comes out. Never for `Virtual`. */
  printerFault: v.optional(Chance),
  credentialKinds: v.optional(
    v.pipe(v.array(v.picklist(CREDENTIAL_KINDS)), v.minLength(1), v.maxLength(8)),
  ),
  /** A value that is live already is issued again. */
  sameBarcodeTwice: v.optional(Chance),
  /** Issued every time. */
  fixedValue: v.optional(Value),
  /** Issued next, one after the other. */
  values: v.optional(v.array(Value)),
  /** A repeated command is applied again. */
  noIdempotency: v.optional(v.boolean()),
  /** Done at once: remember the present list, or fall back to the remembered one. */
  amnesia: v.optional(v.picklist(["remember", "return"])),
  /** Done at once: so many live credentials vanish, appear for nobody, or change owners in pairs. */
  loseCredentials: v.optional(Amount),
  inventCredentials: v.optional(Amount),
  swapCredentials: v.optional(Amount),
});

/** A checked set of knobs. */
export type FaultSet = v.InferOutput<typeof FaultSet>;

type ChanceName =
  | "fail5xx"
  | "tooMany"
  | "neverAnswer"
  | "loseReplyAfterApply"
  | "garbageBody"
  | "late"
  | "duplicateReplies"
  | "contradictoryReplies"
  | "printerFault"
  | "sameBarcodeTwice";

/** The present set, with what is used up of it. */
export interface Faults {
  readonly set: FaultSet;
  readonly dice: Dice;
  readonly struck: Map<ChanceName, number>;
  readonly queuedValues: string[];
  /** Commands that were answered out of form: so they are when they are asked for. */
  readonly garbled: Set<string>;
}

/** A set with nothing used up; `seed` counts where the set names none. */
export function makeFaults(set: FaultSet, seed: number): Faults {
  return {
    set,
    dice: makeDice(set.seed ?? seed),
    struck: new Map(),
    queuedValues: [...set.values ?? []],
    garbled: new Set(),
  };
}

/** Whether this fault happens now; it is used up by asking. A knob without a chance is sure. */
export function strikes(faults: Faults, name: ChanceName): boolean {
  const knob = faults.set[name];
  if (knob === undefined) return false;
  if (knob.rate !== undefined) return faults.dice.roll() < knob.rate;
  const struck = faults.struck.get(name) ?? 0;
  if (knob.times !== undefined && struck >= knob.times) return false;
  faults.struck.set(name, struck + 1);
  return true;
}

/** Whether what is said of this command is out of form. */
export function garbles(
  { set, garbled }: Faults,
  { commandId, subject }: Pick<CommandMessage, "commandId" | "subject">,
): boolean {
  const isGarbled = set.garbledSubjects?.includes(subject.id) ?? false;
  if (isGarbled) garbled.add(commandId);
  return isGarbled;
}

/** A 200 body that is nearly one. */
export function garbledBody(commandId: string): object {
  return { commandId, status: "done", credentials: "none" };
}
