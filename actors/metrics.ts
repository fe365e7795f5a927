/**
 * The figures of the service, for Prometheus.
 *
 * @module
 */
import { Clock, Effect, Metric } from "effect";
import { PrometheusMetrics } from "effect/observability";
import { ActorRouter } from "./actor_router.ts";
import { AccessControls } from "./access_controls.ts";
import { EventStore } from "./event_store.ts";
import { Notifier } from "./notifying/notifier.ts";
import { Outbox } from "./outbox.ts";
import { Reconciler } from "./reconciler.ts";

const PREFIX = "gatehouse_";

/** From the commit that queued a delivery to the commit of its answer. */
const confirmationSeconds = Metric.histogram(`${PREFIX}confirmation_seconds`, {
  description: "Time from queueing a delivery to its stored answer",
  boundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3600],
});

/** Called once a settled delivery. */
export function observeConfirmation(elapsedMs: number): Effect.Effect<void> {
  return Metric.update(confirmationSeconds, elapsedMs / 1000);
}

/** Called once a scan of a value that nobody here ever had; a repeated scan counts again. */
export function countUnknownScan(tenant: string, adapter: string): Effect.Effect<void> {
  return count("scans_unknown_total", "Scans of values that were never issued here", {
    tenant,
    adapter,
  });
}

/** Called once an entry on what is revoked here. */
export function countIncident(tenant: string, adapter: string): Effect.Effect<void> {
  return count("exposure_incidents_total", "Entries on what was revoked here before", {
    tenant,
    adapter,
  });
}

/** Called once a request that came above a limit; of those without a valid key the tenant is "". */
export function countLimited(tenant: string): Effect.Effect<void> {
  return count("requests_limited_total", "Requests that were answered 429", { tenant });
}

/** Called once a request without a valid key, where one is needed. */
export function countUnauthenticated(): Effect.Effect<void> {
  return count("requests_unauthenticated_total", "Requests without a valid key", {});
}

/** The whole of `/metrics`, in Prometheus' text format. Reads memory only. */
export const metricsText = Effect.fn("metricsText")(function* () {
  const stats = (yield* ActorRouter).stats();
  const health = (yield* EventStore).health();
  yield* set("commands_total", "Commands taken, refused ones too", stats.commands);
  yield* set("commands_refused_total", "Commands that the domain refused", stats.refused);
  yield* set("actors_live", "Actors in memory", stats.live);
  yield* set("actors_passivated_total", "Actors dropped from memory", stats.passivated);
  yield* set("commands_waiting", "Commands being worked on or waiting", stats.waiting);
  yield* set("store_appends_total", "Appends on disk", health.appends);
  yield* set("store_commits_total", "Batches on disk", health.commits);
  yield* set("store_queued", "Appends waiting for a batch", health.queued);
  yield* set("store_quarantined", "Actors with a record that does not decode", health.quarantined);
  yield* set("store_writable", "1 when the last write succeeded", health.writable ? 1 : 0);
  yield* setAdapters();
  yield* setReconciled();
  yield* setWebhooks();
  return yield* PrometheusMetrics.format();
});

const setReconciled = Effect.fnUntraced(function* () {
  const reconciler = yield* Reconciler;
  const now = yield* Clock.currentTimeMillis;
  for (const tenant of (yield* AccessControls).tenants) {
    for (const { name, cycles, check } of reconciler.checks(tenant).values()) {
      const labels = { tenant, adapter: name };
      yield* set("reconciliations_total", "Comparisons with the access control", cycles, labels);
      if (check === null) continue;
      for (const [kind, count] of Object.entries(check.counts)) {
        const ofKind = { ...labels, kind };
        yield* set("reconciliation_differences", "Found by the last comparison", count, ofKind);
      }
      if (check.completeAt === null) continue;
      const ageSeconds = (now - check.completeAt) / 1000;
      yield* set("reconciled_seconds", "Age of the last complete comparison", ageSeconds, labels);
    }
  }
});

const setWebhooks = Effect.fnUntraced(function* () {
  const now = yield* Clock.currentTimeMillis;
  const tip = (yield* EventStore).tip();
  for (const { tenant, id, position, failing } of (yield* Notifier).standing()) {
    const labels = { tenant, webhook: id };
    const failingSeconds = failing === null ? 0 : (now - failing.since) / 1000;
    yield* set("webhook_failing_seconds", "0 while its messages are taken", failingSeconds, labels);
    yield* set("webhook_behind", "Positions of the log not looked at yet", tip - position, labels);
  }
});

const setAdapters = Effect.fnUntraced(function* () {
  const outbox = yield* Outbox;
  for (const tenant of (yield* AccessControls).tenants) {
    for (const adapter of yield* outbox.health(tenant)) {
      const labels = { tenant, adapter: adapter.name };
      const oldestSeconds = (adapter.oldestAgeMs ?? 0) / 1000;
      yield* set("deliveries_backlog", "Deliveries not confirmed yet", adapter.backlog, labels);
      yield* set("deliveries_dead", "Deliveries that wait for an operator", adapter.dead, labels);
      yield* set(
        "deliveries_oldest_seconds",
        "Age of the oldest of the backlog",
        oldestSeconds,
        labels,
      );
      yield* set(
        "exposed_credentials",
        "Revoked here, perhaps still open at the gate",
        adapter.exposure.length,
        labels,
      );
      yield* set("adapter_up", "1 unless down or paused", adapter.status === "up" ? 1 : 0, labels);
    }
  }
});

function count(
  name: string,
  description: string,
  attributes: Readonly<Record<string, string>>,
): Effect.Effect<void> {
  const options = { description, attributes, incremental: true };
  return Metric.update(Metric.counter(`${PREFIX}${name}`, options), 1);
}

function set(
  name: string,
  description: string,
  value: number,
  attributes: Readonly<Record<string, string>> = {},
): Effect.Effect<void> {
  return Metric.update(Metric.gauge(`${PREFIX}${name}`, { description, attributes }), value);
}
