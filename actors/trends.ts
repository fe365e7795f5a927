/**
 * The last hour of each tenant, minute by minute: how much is done, how much waits, how long
 * confirmations take. In memory only: a restart begins anew.
 *
 * @module
 */
import { Clock, Context, Effect, Layer, Schedule } from "effect";
import type { Kind } from "./address.ts";
import { AccessControls } from "./access_controls.ts";
import { Outbox } from "./outbox.ts";

/** One minute, as it was. */
export interface Minute {
  /** Milliseconds since the epoch: when it began. */
  readonly at: number;
  /** Commands that were carried out, answers of the access control included. */
  readonly commands: number;
  readonly refused: number;
  /** Most deliveries that were seen waiting; `null`: nobody looked. */
  readonly backlog: number | null;
  readonly confirmed: number;
  /** From queueing a delivery to its stored answer; `null`: nothing was confirmed. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** One refused command, as far as somebody who watches must know. */
export interface NotedRefusal {
  readonly at: number;
  readonly actor: { readonly kind: Kind; readonly id: string };
  /** Type of the command. */
  readonly command: string;
  /** The condition, as `TicketAlreadyPrinted`. */
  readonly type: string;
  readonly rule: string;
  readonly by: string;
}

/** A fact that somebody must look at. */
export interface Concern {
  readonly at: number;
  readonly actor: { readonly kind: Kind; readonly id: string };
  readonly type: ConcernType;
}

const CONCERNS = ["ExposureIncidentRaised", "AttentionRaised"] as const;
/** Entries on what was revoked, and answers that cannot be accepted. */
export type ConcernType = (typeof CONCERNS)[number];

const MINUTE_MS = 60_000;

/** Minutes that are kept, the present one included. */
const MINUTES = 60;

/** Of a minute with more confirmations, only so many are weighed. */
const WEIGHED_MAX = 1_000;

/** Refusals, and concerns, that are kept a tenant, the newest. */
const REFUSALS_MAX = 50;

const DAY_MS = 86_400_000;

const LOOK_EVERY_MS = 5_000;

interface Page {
  readonly minute: number;
  commands: number;
  refused: number;
  backlog: number | null;
  confirmed: number;
  readonly elapsedMs: Array<number>;
}

/** What is noted and read back. All times are milliseconds since the epoch. */
export class TrendBook {
  readonly #pages = new Map<string, Array<Page>>();
  readonly #concerns = new Map<string, ReadonlyArray<Concern>>();
  readonly #refusals = new Map<string, ReadonlyArray<NotedRefusal>>();

  noteCommand(
    tenant: string,
    { at, actor, events }: Omit<Concern, "type"> & { readonly events: ReadonlyArray<string> },
  ): void {
    this.#pageOf(tenant, at).commands += 1;
    for (const type of CONCERNS) {
      if (!events.includes(type)) continue;
      const known = this.#concerns.get(tenant) ?? [];
      this.#concerns.set(tenant, [{ at, actor, type }, ...known].slice(0, REFUSALS_MAX));
    }
  }

  noteRefusal(tenant: string, refusal: NotedRefusal): void {
    this.#pageOf(tenant, refusal.at).refused += 1;
    const known = this.#refusals.get(tenant) ?? [];
    this.#refusals.set(tenant, [refusal, ...known].slice(0, REFUSALS_MAX));
  }

  noteBacklog(tenant: string, at: number, backlog: number): void {
    const page = this.#pageOf(tenant, at);
    page.backlog = Math.max(page.backlog ?? 0, backlog);
  }

  noteConfirmation(
    tenant: string,
    { at, elapsedMs }: { readonly at: number; readonly elapsedMs: number },
  ): void {
    const page = this.#pageOf(tenant, at);
    page.confirmed += 1;
    if (page.elapsedMs.length < WEIGHED_MAX) page.elapsedMs.push(elapsedMs);
  }

  /** The last 60 minutes up to `now`, the oldest first, those without any doing too. */
  read(tenant: string, now: number): ReadonlyArray<Minute> {
    const last = Math.floor(now / MINUTE_MS);
    const pages = new Map(this.#pages.get(tenant)?.map((page) => [page.minute, page]));
    return Array.from({ length: MINUTES }, (_, i) => {
      const minute = last - MINUTES + 1 + i;
      return shown(pages.get(minute) ?? blank(minute));
    });
  }

  /** The newest concerns of the day before `now`, the newest first. */
  concerns(tenant: string, now: number): ReadonlyArray<Concern> {
    return this.#concerns.get(tenant)?.filter(({ at }) => at > now - DAY_MS) ?? [];
  }

  /** The newest refusals of the hour before `now`, the newest first. */
  refusals(tenant: string, now: number): ReadonlyArray<NotedRefusal> {
    const since = now - MINUTES * MINUTE_MS;
    return this.#refusals.get(tenant)?.filter(({ at }) => at > since) ?? [];
  }

  #pageOf(tenant: string, at: number): Page {
    const minute = Math.floor(at / MINUTE_MS);
    const pages = this.#pages.get(tenant) ?? [];
    if (pages.length === 0) this.#pages.set(tenant, pages);
    const known = pages.findLast((page) => page.minute === minute);
    if (known !== undefined) return known;
    const page = blank(minute);
    pages.push(page);
    // a clock that was set back must not push newer minutes out
    pages.sort((one, other) => one.minute - other.minute);
    if (pages.length > MINUTES) pages.shift();
    return page;
  }
}

function blank(minute: number): Page {
  return { minute, commands: 0, refused: 0, backlog: null, confirmed: 0, elapsedMs: [] };
}

function shown({ minute, elapsedMs, ...figures }: Page): Minute {
  const sorted = elapsedMs.toSorted((one, other) => one - other);
  return {
    at: minute * MINUTE_MS,
    ...figures,
    p50Ms: sorted[Math.floor(sorted.length * 0.5)] ?? null,
    p95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? null,
  };
}

/** The service's book; whoever runs more than one service in a process gives each its own. */
export const Trends: Context.Reference<TrendBook> = Context.Reference("gatehouse/actors/Trends", {
  defaultValue: () => new TrendBook(),
});

/** Looks at the backlog every few seconds, for as long as its scope is open. */
export const watchingBacklog: Layer.Layer<never, never, AccessControls | Outbox> = Layer
  .effectDiscard(
    Effect.gen(function* () {
      const outbox = yield* Outbox;
      const book = yield* Trends;
      const { tenants } = yield* AccessControls;
      const look = Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis;
        for (const tenant of tenants) {
          const health = yield* outbox.health(tenant);
          const backlog = health.reduce((sum, one) => sum + one.backlog, 0);
          book.noteBacklog(tenant, now, backlog);
        }
      });
      yield* Effect.forkScoped(Effect.repeat(look, Schedule.spaced(LOOK_EVERY_MS)));
    }),
  );
