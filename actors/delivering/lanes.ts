/**
 * The deliveries under way, one a subject: what the actor system commits and the outbox sends.
 *
 * @module
 */
import { Context, Layer } from "effect";
import { type Address, addressKey } from "../address.ts";
import { type Delivery, isSettled } from "../delivery.ts";

/** `waiting`: for its next try, or for an answer that comes later. `dead`: for an operator. */
export type LaneState = "ready" | "sending" | "waiting" | "dead";

/** One subject's delivery. An actor waits for one at a time, so a lane never holds two. */
export interface Lane {
  delivery: Delivery;
  state: LaneState;
  /** It may have been applied without our knowing: ask before sending it again. */
  mustAsk: boolean;
  /** Its actor is deciding just now: it must not start. */
  held: boolean;
  /** When the access control said "accepted", milliseconds since the epoch. */
  acceptedAt: number | null;
  overdueReported: boolean;
  /** Answers that came by themselves and are being stored: nothing less is written meanwhile. */
  answering: number;
  /** A commit of its actor has no known outcome: what is stored may say more than this. */
  inDoubt: boolean;
  /** Calls since the last one that got somewhere: they space the next ones out. */
  failures: number;
  /** The last answers that were no answers, counted while they stay the same. */
  permanent: {
    readonly reason: string;
    readonly count: number;
    /** Of the first of them, in steady milliseconds. */
    readonly since: number;
  };
}

/** A lane kept still while its actor decides. */
export interface Hold {
  /** The outstanding delivery, proven never sent. */
  readonly unsent: boolean;
  readonly delivery: Delivery | null;
  /** Must be called, whatever became of the command. */
  readonly release: () => void;
}

/** The dispatcher of one access-control system, as the lanes know it. */
export interface LaneListener {
  /** The lane may be ready. */
  readonly wake: (lane: Lane) => void;
  /** Its delivery is settled or replaced: nobody need remember it. */
  readonly forget: (lane: Lane) => void;
}

/** Every open delivery of this process, by subject and by id. */
export class DeliveryLanes extends Context.Service<DeliveryLanes, {
  /** Keeps the subject's delivery from starting while its actor decides. */
  readonly hold: (address: Address) => Hold;
  /** After the commit that queued them: each takes its subject's lane. */
  readonly offer: (deliveries: ReadonlyArray<Delivery>) => void;
  /**
   * After the commit of its new status: a settled delivery leaves its lane, a dead one rests, one
   * that was opened again is ready.
   */
  readonly follow: (delivery: Delivery) => void;
  /** Whether a commit of the subject has no known outcome: its delivery does not start then. */
  readonly doubt: (address: Address, isInDoubt: boolean) => void;
  /** The subject's lane. */
  readonly find: (address: Address) => Lane | undefined;
  readonly findById: (tenant: string, deliveryId: string) => Lane | undefined;
  readonly all: () => Iterable<Lane>;
  /** One listener for each system; lanes that are ready already are told at once. */
  readonly listen: (tenant: string, accessControl: string, listener: LaneListener) => void;
}>()("gatehouse/actors/DeliveryLanes") {
  static readonly layer: Layer.Layer<DeliveryLanes> = Layer.sync(DeliveryLanes, make);
}

/** Of a delivery that was not tried yet, or is tried again by an operator. */
export const NO_ANSWERS_YET: Lane["permanent"] = { reason: "", count: 0, since: 0 };

/** A lane for a delivery; `sent` ones may have been applied already. */
function lane(delivery: Delivery): Lane {
  return {
    delivery,
    state: delivery.status === "dead" ? "dead" : "ready",
    mustAsk: delivery.sent,
    held: false,
    acceptedAt: null,
    overdueReported: false,
    answering: 0,
    inDoubt: false,
    failures: 0,
    permanent: NO_ANSWERS_YET,
  };
}

/** Nothing to be kept still: nothing is outstanding, or it is not to be touched. */
export const FREE: Hold = { unsent: false, delivery: null, release: () => {} };

function make(): DeliveryLanes["Service"] {
  const bySubject = new Map<string, Lane>();
  const byId = new Map<string, Lane>();
  const listeners = new Map<string, LaneListener>();

  const listenerOf = ({ delivery: { tenant, accessControl } }: Lane) =>
    listeners.get(`${tenant}/${accessControl}`);
  const wake = (lane: Lane) => {
    if (lane.state === "ready" && !lane.inDoubt) listenerOf(lane)?.wake(lane);
  };

  return DeliveryLanes.of({
    hold: (address) => {
      const held = bySubject.get(addressKey(address));
      if (held === undefined) return FREE;
      const free = held.state === "ready" || held.state === "waiting";
      held.held = true;
      return {
        unsent: free && !held.delivery.sent,
        delivery: held.delivery,
        release: () => {
          held.held = false;
          wake(held);
        },
      };
    },
    offer: (deliveries) => {
      for (const delivery of deliveries) {
        const next = lane(delivery);
        const before = bySubject.get(subjectOf(delivery));
        bySubject.set(subjectOf(delivery), next);
        if (before !== undefined) {
          byId.delete(idOf(before.delivery));
          listenerOf(before)?.forget(before);
        }
        byId.set(idOf(delivery), next);
        wake(next);
      }
    },
    follow: (delivery) => {
      const open = byId.get(idOf(delivery));
      if (open === undefined) return;
      open.delivery = delivery;
      open.state = delivery.status === "dead" ? "dead" : "ready";
      if (!isSettled(delivery.status)) return wake(open);
      byId.delete(idOf(delivery));
      listenerOf(open)?.forget(open);
      if (bySubject.get(subjectOf(delivery)) === open) bySubject.delete(subjectOf(delivery));
    },
    doubt: (address, isInDoubt) => {
      const open = bySubject.get(addressKey(address));
      if (open === undefined) return;
      open.inDoubt = isInDoubt;
      wake(open);
    },
    find: (address) => bySubject.get(addressKey(address)),
    findById: (tenant, deliveryId) => byId.get(`${tenant}/${deliveryId}`),
    all: () => bySubject.values(),
    listen: (tenant, accessControl, listener) => {
      listeners.set(`${tenant}/${accessControl}`, listener);
      for (const open of bySubject.values()) {
        // a dead one waits for an operator, over a restart too
        if (listenerOf(open) === listener) wake(open);
      }
    },
  });
}

function subjectOf(delivery: Delivery): string {
  return `${delivery.tenant}/${delivery.actor.kind}/${delivery.actor.id}`;
}

function idOf(delivery: Delivery): string {
  return `${delivery.tenant}/${delivery.id}`;
}
