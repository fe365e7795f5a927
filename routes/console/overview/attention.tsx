/**
 * What needs a person: systems that are down, what may still open, what was let in all the same.
 *
 * @module
 */
import type * as v from "valibot";
import type { TrendsAnswer } from "../../trends.ts";
import type { Adapter } from "../adapters/card.tsx";
import type { Delivery, Reconciliation } from "../shown.ts";
import { DeliveryTable } from "../deliveries/table.tsx";
import type { Markup } from "../page.ts";
import { ActorLink, pathOfActor } from "../parts/actor_link.tsx";
import { Time } from "../parts/time.tsx";
import { orNull, type Visit } from "../visit.ts";
import { type Fact, type Incident, IncidentItem, openIncident } from "./incidents.tsx";

type Concern = v.InferOutput<typeof TrendsAnswer>["concerns"][number];

/** All of it, as far as it is shown. */
export interface Concerns {
  readonly adapters: ReadonlyArray<Adapter>;
  readonly dead: ReadonlyArray<Delivery>;
  /** By the name of the system; only those with something to decide. */
  readonly proposals: ReadonlyArray<{ readonly name: string; readonly count: number }>;
  /** Entries on what was revoked, of the last day, the newest first; only those not seen to. */
  readonly incidents: ReadonlyArray<Incident>;
  /** Why an actor waits for an operator, likewise; only those that still do. */
  readonly waiting: ReadonlyArray<Fact>;
}

const SHOWN_MAX = 10;
const DAY_MS = 86_400_000;

/** For facts that the newest part of the log does not hold any more. */
const SENTENCES: Record<Concern["type"], string> = {
  ExposureIncidentRaised: "Incident: a gate let somebody in on what is revoked here",
  AttentionRaised: "An answer of the access control cannot be accepted",
};

/** Reads what stands at this moment; `noted` is what this process has seen itself. */
export async function readConcerns(
  read: Visit["read"],
  { adapters, noted }: {
    readonly adapters: ReadonlyArray<Adapter>;
    readonly noted: ReadonlyArray<Concern>;
  },
): Promise<Concerns> {
  const [dead, proposals, incidents, raised] = await Promise.all([
    read<{ readonly data: ReadonlyArray<Delivery> }>(
      `/v1/deliveries?status=dead&limit=${SHOWN_MAX}`,
    ),
    Promise.all(adapters.map((one) => proposalsOf(read, one))),
    newestOf(read, "ExposureIncidentRaised", noted),
    newestOf(read, "AttentionRaised", noted),
  ]);
  const [open, waiting] = await Promise.all([
    Promise.all(incidents.map((fact) => openIncident(read, fact))),
    Promise.all(raised.map((fact) => stillWaiting(read, fact))),
  ]);
  return {
    adapters,
    dead: dead.data,
    proposals: proposals.filter(({ count }) => count > 0),
    incidents: open.filter((one) => one !== null),
    waiting: waiting.filter((fact) => fact !== null),
  };
}

/**
 * Of the last day. One page of a log is bounded work, and on a busy day does not reach far back;
 * what was noted since the start goes further, and a restart forgets it.
 */
async function newestOf(
  read: Visit["read"],
  type: Concern["type"],
  noted: ReadonlyArray<Concern>,
): Promise<ReadonlyArray<Fact>> {
  const from = new Date(Date.now() - DAY_MS).toISOString();
  const path = `/v1/events?type=${type}&sort=newest&limit=${SHOWN_MAX}&from=${from}`;
  const { data } = await read<{ readonly data: ReadonlyArray<Fact> }>(path);
  const isTold = ({ at, actor }: Concern) =>
    data.some((fact) => fact.at === at && fact.actor.id === actor.id);
  const older = noted
    .filter((one) => one.type === type && !isTold(one))
    .map(({ at, actor }) => ({ at, actor, sentence: SENTENCES[type] }));
  return [...data, ...older].slice(0, SHOWN_MAX);
}

async function stillWaiting(read: Visit["read"], fact: Fact): Promise<Fact | null> {
  const path = pathOfActor(fact.actor);
  const actor = path === null ? null : await orNull(read<{ readonly status: string }>(path));
  return actor?.status === "attention" ? fact : null;
}

async function proposalsOf(read: Visit["read"], { name }: Adapter) {
  const path = `/v1/adapters/${encodeURIComponent(name)}/reconciliation`;
  const found = await orNull(read<Reconciliation>(path));
  const open = found?.differences.filter(({ state }) => state === "proposed") ?? [];
  return { name, count: open.length };
}

/** A list of what is wrong, each with the way to where it is mended; or that nothing is. */
export function Attention({ concerns, mayAct }: {
  readonly concerns: Concerns;
  /** Whether the key may give commands. */
  readonly mayAct: boolean;
}): Markup {
  const { adapters, dead, proposals, incidents, waiting } = concerns;
  const down = adapters.filter(({ status }) => status !== "up");
  const exposed = adapters.filter(({ exposure }) => exposure.length > 0);
  const all = [down, exposed, dead, proposals, incidents, waiting];
  if (all.every(({ length }) => length === 0)) {
    return <p class="note good">✔ Nothing: every system is up, and no delivery is dead.</p>;
  }
  return (
    <>
      <ul>
        {down.map(({ name, status, reason }) => (
          <li>
            <AdapterLink name={name} /> is {status}: {reason ?? "it does not answer"}
          </li>
        ))}
        {exposed.map(({ name, exposure }) => (
          <li>
            <AdapterLink name={name} /> may still open for {exposure.length} revoked credentials
          </li>
        ))}
        {proposals.map(({ name, count }) => (
          <li>
            <AdapterLink name={name} /> and Gatehouse differ in {count} credentials
          </li>
        ))}
        {incidents.map((incident) => <IncidentItem incident={incident} mayAct={mayAct} />)}
        {waiting.map((fact) => <FactItem fact={fact} />)}
        {dead.length > 0 && (
          <li>
            <a href="/console/deliveries?status=dead">Deliveries are dead</a>: they wait for a
            person
          </li>
        )}
      </ul>
      {dead.length > 0 && <DeliveryTable label="The newest dead deliveries" deliveries={dead} />}
    </>
  );
}

function FactItem({ fact: { at, actor, sentence } }: { readonly fact: Fact }): Markup {
  return (
    <li>
      <Time at={at} /> <ActorLink actor={actor} />: {sentence}
    </li>
  );
}

function AdapterLink({ name }: { readonly name: string }): Markup {
  return <a href={`/console/adapters/${encodeURIComponent(name)}`}>{name}</a>;
}
