/**
 * What needs a person: systems that are down, what may still open, what was let in all the same.
 *
 * @module
 */
import type * as v from "valibot";
import type { TrendsAnswer } from "../../trends.ts";
import type { Adapter } from "../adapters/card.tsx";
import type { Damaged, Delivery, List, Reconciliation } from "../shown.ts";
import { DeliveryTable } from "../deliveries/table.tsx";
import type { Markup } from "../page.ts";
import { ActorLink, pathOfActor } from "../parts/actor_link.tsx";
import { Time } from "../parts/time.tsx";
import { NotShown, orDamage, orNull, type Visit } from "../visit.ts";
import { DamagedItems } from "./damaged.tsx";
import { type Fact, type Incident, IncidentItem, openIncident } from "./incidents.tsx";
import { type Listed, nameAll, SHOWN_MAX, type Unnamed } from "./listed.ts";

type Concern = v.InferOutput<typeof TrendsAnswer>["concerns"][number];

/** All of it, as far as it is shown. */
export interface Concerns {
  readonly adapters: ReadonlyArray<Adapter>;
  readonly dead: ReadonlyArray<Delivery>;
  /** By the name of the system; only those with something to decide. */
  readonly proposals: ReadonlyArray<{ readonly name: string; readonly count: number }>;
  /** Entries on what was revoked, the newest first; only those not seen to. */
  readonly incidents: ReadonlyArray<Incident>;
  /** Why an actor waits for an operator, likewise; only those that still do. */
  readonly waiting: ReadonlyArray<Fact>;
  readonly damaged: List<Damaged>;
  /** Passes and tickets that need a person besides those named here. */
  readonly more: Unnamed;
}

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
  const [dead, proposals, incidents, raised, listed] = await Promise.all([
    read<{ readonly data: ReadonlyArray<Delivery> }>(
      `/v1/deliveries?status=dead&limit=${SHOWN_MAX}`,
    ),
    Promise.all(adapters.map((one) => proposalsOf(read, one))),
    newestOf(read, "ExposureIncidentRaised", noted),
    newestOf(read, "AttentionRaised", noted),
    read<Listed>(`/v1/attention?limit=${SHOWN_MAX}`),
  ]);
  const [open, waiting] = await Promise.all([
    Promise.all(incidents.map((fact) => openIncident(read, fact))),
    Promise.all(raised.map((fact) => stillWaiting(read, fact))),
  ]);
  const named = nameAll(listed, {
    incidents: open.filter((one) => one !== null),
    waiting: waiting.filter((fact) => fact !== null),
  });
  return {
    adapters,
    dead: dead.data,
    proposals: proposals.filter(({ count }) => count > 0),
    // after all that is read above: reading finds damage
    damaged: await read<List<Damaged>>(`/v1/quarantine?limit=${SHOWN_MAX}`),
    ...named,
  };
}

/**
 * Of the last day, so that the newest come first. One page of a log is bounded work, and on a busy
 * day does not reach far back; what was noted since the start goes further.
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
  if (path === null) return null;
  const actor = await orDamage(orNull(read<{ readonly status: string }>(path)));
  // one that is damaged is listed as that
  if (actor === null || actor instanceof NotShown) return null;
  return actor.status === "attention" ? fact : null;
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
  const { adapters, dead, proposals, incidents, waiting, damaged, more } = concerns;
  const down = adapters.filter(({ status }) => status !== "up");
  const exposed = adapters.filter(({ exposure }) => exposure.length > 0);
  const all = [down, exposed, dead, proposals, incidents, waiting, damaged.data];
  if (more.count === 0 && all.every(({ length }) => length === 0)) {
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
        <DamagedItems damaged={damaged} />
        {incidents.map((incident) => <IncidentItem incident={incident} mayAct={mayAct} />)}
        {waiting.map((fact) => <FactItem fact={fact} />)}
        {more.count > 0 && <MoreItem more={more} />}
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
      {at !== null && <Time at={at} />} <ActorLink actor={actor} />: {sentence}
    </li>
  );
}

function MoreItem({ more: { count, isLeast } }: { readonly more: Unnamed }): Markup {
  return (
    <li>
      And {isLeast && "at least "}
      {count} more that a person must see to: <code>GET /v1/attention</code> names them all
    </li>
  );
}

function AdapterLink({ name }: { readonly name: string }): Markup {
  return <a href={`/console/adapters/${encodeURIComponent(name)}`}>{name}</a>;
}
