/**
 * Holds every answer against the version that it names: the facts up to there must give it again.
 *
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { Result } from "effect";
import type { AnyActorType } from "../../../actors/actor_type.ts";
import type { CommandContext, Tagged } from "../../../actors/decider.ts";

/** A command or a look at one actor, with its answer. Moments are whole numbers, each used once. */
export interface Witnessed {
  readonly name: string;
  readonly begun: number;
  readonly ended: number;
  /** `null`: the actor was looked at. */
  readonly command: Tagged | null;
  readonly version: number;
  /** Types of its facts, which end at `version`. */
  readonly events: ReadonlyArray<string>;
  readonly refusal: string | null;
  /** What a look showed. */
  readonly state?: unknown;
}

/** An actor with all its facts. */
export interface Lived {
  readonly type: AnyActorType;
  readonly events: ReadonlyArray<Tagged>;
}

/** Sentences about answers that do not fit; the context is the one that all was decided in. */
export function contradictions(
  { type, events }: Lived,
  witnessed: ReadonlyArray<Witnessed>,
  context: CommandContext,
): ReadonlyArray<string> {
  const states = [type.initial];
  for (const event of events) states.push(type.evolve(states.at(-1), event));
  const replayed = witnessed.flatMap((one) => {
    const fault = faultOf(one, { type, events, states, context });
    return fault === null ? [] : [`${one.name} ${fault}`];
  });
  return [...replayed, ...doubles(witnessed), ...outOfOrder(witnessed)];
}

function faultOf(
  { command, version, events: types, refusal, state }: Witnessed,
  { type, events, states, context }: Lived & {
    readonly states: ReadonlyArray<unknown>;
    readonly context: CommandContext;
  },
): string | null {
  if (version >= states.length) return `names version ${version}, which never was`;
  if (command === null) {
    return isDeepStrictEqual(state, states[version]) ? null : `shows another state than ${version}`;
  }
  const made = events.slice(version - types.length, version).map((event) => event.type);
  if (!isDeepStrictEqual(made, [...types])) return `says ${types}, and ${made} happened`;
  if (types.length > 0) return null;
  const again = type.decide(states[version], command, context);
  const said = Result.isFailure(again) ? again.failure.type : null;
  return said === refusal ? null : `was answered ${refusal}, and version ${version} says ${said}`;
}

/** No two commands make the same version. */
function doubles(witnessed: ReadonlyArray<Witnessed>): ReadonlyArray<string> {
  const makers = new Map<number, string>();
  return witnessed.filter(({ events }) => events.length > 0).flatMap(({ version, name }) => {
    const other = makers.get(version);
    makers.set(version, name);
    return other === undefined ? [] : [`${name} and ${other} both made version ${version}`];
  });
}

/** What had ended before is seen by all that begins after. */
function outOfOrder(witnessed: ReadonlyArray<Witnessed>): ReadonlyArray<string> {
  const moments = witnessed.flatMap((one) => [
    { at: one.begun, one, isEnd: false },
    { at: one.ended, one, isEnd: true },
  ]).toSorted((one, other) => one.at - other.at);
  let newest = 0;
  const broken: Array<string> = [];
  for (const { one: { name, version, events }, isEnd } of moments) {
    if (isEnd) newest = Math.max(newest, version);
    else if (version - events.length < newest) {
      broken.push(`${name} was decided before ${newest}, which it came after`);
    }
  }
  return broken;
}
