/**
 * Whether the gates open for exactly those who may come in, and whether every value has one owner.
 *
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { Effect } from "effect";
import { addressKey } from "../../actors/address.ts";
import type { EventStore, ReadError } from "../../actors/event_store.ts";
import type { PassState } from "../../actors/pass/mod.ts";
import type { TicketState } from "../../actors/ticket/mod.ts";
import type { Stored } from "./stored.ts";
import type { OtherSide } from "./other_side.ts";
import { TENANT } from "./wire.ts";

type Store = EventStore["Service"];
type Held = PassState | TicketState;

/** What one value opens. */
interface Opening {
  readonly value: string;
  readonly generation: number;
  readonly blocked: boolean;
  readonly admissions: ReadonlyArray<string>;
}

/** Sentences about what does not hold. */
export const judgeGates = Effect.fnUntraced(function* (
  store: Store,
  { actors, other }: { readonly actors: ReadonlyArray<Stored>; readonly other: OtherSide },
): Effect.fn.Return<ReadonlyArray<string>, ReadError> {
  const subjects = actors.filter(({ address: { kind } }) => kind === "pass" || kind === "ticket");
  const broken = [
    ...judgeOracles(other),
    ...subjects.flatMap((one) => judgeSubject(one, other)),
    ...actors.flatMap(judgeComparisons),
  ];
  const known = new Set(subjects.map(({ address }) => addressKey(address)));
  for (const { state, subject, value } of other.world.credentials.values()) {
    if (state === "live" && !known.has(subject)) broken.push(`${value} opens for nobody here`);
  }
  for (const subject of subjects) broken.push(...yield* judgeClaims(store, subject));
  return broken;
});

/** What was watched at every instant. */
function judgeOracles({ world, doubleTickets, badMessages }: OtherSide): ReadonlyArray<string> {
  const found = Object.entries(world.oracles.findings).flatMap(([name, findings]) =>
    findings.map(({ subject, commandId, detail }) =>
      `${name}: ${subject} by ${commandId}: ${detail}`
    )
  );
  return [
    ...found,
    ...doubleTickets.map((one) => `two generations of ${one} are live`),
    ...badMessages.map((text) => `this is no message: ${text}`),
  ];
}

/** Nothing drifts in a run: a difference that was found is a message that was on its way. */
function judgeComparisons({ address, facts }: Stored): ReadonlyArray<string> {
  if (address.kind !== "reconciliation") return [];
  return facts.map(({ event }) => `drift is found where there is none: ${JSON.stringify(event)}`);
}

function judgeSubject({ address, type, state }: Stored, other: OtherSide): ReadonlyArray<string> {
  const name = addressKey(address);
  const { desired, acknowledged, outstanding } = type.revisions(state);
  const broken: Array<string> = [];
  if (desired !== acknowledged || outstanding !== null) {
    broken.push(`${name} wants ${desired}, and ${acknowledged} is confirmed`);
  }
  const [here, there] = [openHere(state as Held), openThere(name, other)];
  if (!isDeepStrictEqual(here, there)) {
    broken.push(`${name} opens ${JSON.stringify(here)} here and ${JSON.stringify(there)} there`);
  }
  return broken;
}

function openHere(state: Held): ReadonlyArray<Opening> {
  const isPass = "admissions" in state;
  const admissions = isPass
    ? Object.entries(state.admissions).filter(([, one]) => one.state === "effective")
      .map(([id]) => id).sort()
    : [];
  return byValue(
    state.credentials.filter((one) => one.state === "live" || one.open).map((one) => ({
      value: one.value,
      generation: one.generation,
      blocked: isPass && state.blocked,
      admissions,
    })),
  );
}

function openThere(name: string, { world }: OtherSide): ReadonlyArray<Opening> {
  const values = world.subjects.get(name)?.values ?? [];
  return byValue(values.flatMap((value) => {
    const issued = world.credentials.get(value);
    if (issued === undefined || issued.state === "dead" || issued.subject !== name) return [];
    const { generation, blocked, kind } = issued;
    const ids = issued.admissions.map(({ admissionId }) => admissionId).sort();
    return [{ value, generation, blocked, admissions: kind === "card" ? ids : [] }];
  }));
}

function byValue(openings: ReadonlyArray<Opening>): ReadonlyArray<Opening> {
  return openings.toSorted((one, other) => one.value < other.value ? -1 : 1);
}

/** Every credential is claimed by its actor, and is as alive in the index as in the actor. */
const judgeClaims = Effect.fnUntraced(function* (
  store: Store,
  { address, state }: Stored,
): Effect.fn.Return<ReadonlyArray<string>, ReadError> {
  const broken: Array<string> = [];
  for (const { value, state: life } of (state as Held).credentials) {
    const claims = yield* store.claimed(TENANT, "barcode", value);
    const [claim] = claims;
    const isIts = claims.length === 1 && claim?.holder.id === address.id && claim.state === life;
    if (!isIts) broken.push(`${value} of ${addressKey(address)} is claimed ${claims.length} times`);
  }
  return broken;
});
