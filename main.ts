/**
 * Reads the configuration, chooses the layers, serves, and stops cleanly.
 *
 * @module
 */
import { Clock, Console, Context, Effect, Fiber, Layer, Logger, type Scope } from "effect";
import { AccessControls, accessControls } from "./actors/access_controls.ts";
import { layer as actorSystem } from "./actors/system/mod.ts";
import { ACTOR_TYPES } from "./actors/system/actor_types.ts";
import { layer as coordinating } from "./actors/system/coordinating.ts";
import { Errands } from "./actors/system/errands.ts";
import { Catalogues } from "./actors/catalogues.ts";
import { Customers } from "./actors/customers.ts";
import { layer as delivering } from "./actors/delivering/mod.ts";
import { DeliveryLanes } from "./actors/delivering/lanes.ts";
import { EventStore } from "./actors/event_store.ts";
import { metricsText } from "./actors/metrics.ts";
import { TrendBook, Trends, watchingBacklog } from "./actors/trends.ts";
import { layer as notifying } from "./actors/notifying/mod.ts";
import { layer as reconciling } from "./actors/reconciling/mod.ts";
import {
  type Configuration,
  ConfigurationFaulty,
  isFolder,
  readConfiguration,
  type TenantConfiguration,
} from "./adapters/configuration/mod.ts";
import { layer as customers } from "./adapters/customers/mod.ts";
import {
  clearDemoFolder,
  DEMO_FOLDER,
  demoSize,
  playDemo,
  type Size,
} from "./adapters/demo/mod.ts";
import { makeFortress } from "./adapters/fortress/mod.ts";
import { layer as eventStore } from "./adapters/kv/mod.ts";
import { greeting } from "./adapters/process/greeting.ts";
import { assertNarrow, assertReachable } from "./adapters/process/permissions.ts";
import { serveHttp, untilToldToStop } from "./adapters/process/serving.ts";
import { type StartError, startFailure } from "./adapters/process/start_failure.ts";
import { startSimulator } from "./adapters/simulator/mod.ts";
import { layer as webhookSender } from "./adapters/webhooks/mod.ts";
import {
  type AccessControlInfo,
  cloudEvents,
  type HeldKey,
  type Invitation,
  loadKeys,
  makeApp,
  makeInvitation,
  makeKeyRing,
  Peer,
} from "./routes/mod.ts";
import denoJson from "./deno.json" with { type: "json" };

const { version } = denoJson;

/** Everything between the actors and the outside, for one configuration. */
function services(configuration: Configuration) {
  const systems = Layer.effect(
    AccessControls,
    Effect.gen(function* () {
      const made = [];
      for (const { id, accessControl } of configuration.tenants) {
        for (const [name, system] of Object.entries(accessControl)) {
          made.push(yield* makeFortress({ ...system, tenant: id, name }));
        }
      }
      return accessControls(configuration.tenants.map(({ id }) => id), made);
    }),
  );
  const store = eventStore({ path: configuration.data });
  const tenants = configuration.tenants.map(({ id }) => id);
  const kept = Layer.provideMerge(customers({ path: configuration.data, tenants }), store);
  const telling = Layer.unwrap(Effect.map(Customers, (names) => notifying(cloudEvents(names))));
  const hosts = new Map(configuration.tenants.map(({ id, webhookHosts }) => [id, webhookHosts]));
  const sender = webhookSender((tenant) => hosts.get(tenant) ?? []);
  return watchingBacklog.pipe(
    Layer.provideMerge(
      Layer.mergeAll(delivering, coordinating, reconciling, telling),
    ),
    Layer.provideMerge(actorSystem({ types: ACTOR_TYPES })),
    Layer.provideMerge(
      Layer.mergeAll(Catalogues.layer, DeliveryLanes.layer, Errands.layer, sender),
    ),
    Layer.provideMerge(
      Layer.mergeAll(systems, kept, Layer.sync(Trends, () => new TrendBook())),
    ),
  );
}

interface Equipped {
  readonly equipped: Configuration;
  readonly simulatorUrl: string | null;
}

/** Gives the built-in tenant its access control, when there is no configuration file. */
const withSimulator = Effect.fnUntraced(function* (
  configuration: Configuration,
): Effect.fn.Return<Equipped, StartError, Scope.Scope> {
  const { builtIn, host, port, data } = configuration;
  if (builtIn === null) return { equipped: configuration, simulatorUrl: null };
  const journal = isFolder(data) ? { journalPath: `${data}/simulator.jsonl` } : {};
  const { url } = yield* startSimulator({
    ...journal,
    token: builtIn.simulatorToken,
    replyTo: {
      url: `http://${host}:${port}/v1/access-control/main/replies`,
      key: builtIn.replyKey,
    },
  }).pipe(
    Effect.mapError((error) => {
      const where = error._tag === "PortTaken" ? `port ${error.port}` : error.path;
      const faults = [`${where}: ${error.reason}`];
      return new ConfigurationFaulty({ source: "the built-in simulator", faults });
    }),
  );
  const tenants = configuration.tenants.map((tenant) => at(tenant, url));
  return { equipped: { ...configuration, tenants }, simulatorUrl: url };
});

function at(tenant: TenantConfiguration, url: string): TenantConfiguration {
  const moved = Object.entries(tenant.accessControl).map(([name, system]) =>
    [name, { ...system, url }] as const
  );
  return { ...tenant, accessControl: Object.fromEntries(moved) };
}

function keysOf(tenant: TenantConfiguration): ReadonlyArray<HeldKey> {
  const shared = { tenant: tenant.id, source: "configuration" } as const;
  const own = tenant.keys.map(({ id, sha256, scopes, expiresAt, rateLimit }): HeldKey => [sha256, {
    ...shared,
    id,
    scopes: new Set(scopes),
    expiresAt: expiresAt === null ? null : Date.parse(expiresAt),
    accessControl: null,
    rateLimit,
  }]);
  const replies = Object.entries(tenant.accessControl)
    .flatMap(([name, { replyKeySha256 }]): ReadonlyArray<HeldKey> =>
      replyKeySha256 === null ? [] : [[replyKeySha256, {
        ...shared,
        id: name,
        scopes: new Set(),
        expiresAt: null,
        accessControl: name,
        rateLimit: null,
      }]]
    );
  return [...own, ...replies];
}

/** What may be shown of a system: member by member, so that a secret is never among it by chance. */
function infoOf(
  [name, system]: readonly [string, TenantConfiguration["accessControl"][string]],
): AccessControlInfo {
  const { kind, tickets, symbology, url, replyKeySha256 } = system;
  const { retry, breaker, pace, pollMs, reconcileEveryMs, repair } = system;
  const treated = { retry, breaker, pace, pollMs, reconcileEveryMs, repair };
  const settings = { url, mayReply: replyKeySha256 !== null, ...treated };
  return { name, kind, tickets, symbology, settings };
}

/** What a start leaves behind: where it listens, and whether the built-in tenant has no data yet. */
interface Started {
  readonly port: number;
  readonly isEmpty: boolean;
}

/** Whether nothing ever happened to the tenant; a log that cannot be read is not empty. */
function nothingIn(
  store: Pick<EventStore["Service"], "log">,
  { id }: TenantConfiguration,
): Effect.Effect<boolean> {
  const all = { kind: null, id: null, type: null, from: null, to: null };
  return store.log(id, all, { cursor: null, limit: 1 }).pipe(
    Effect.map(({ data, next }) => data.length === 0 && next === null),
    Effect.orElseSucceed(() => false),
  );
}

/**
 * Runs the service until the scope closes. An invitation is a link that opens the console without
 * a key.
 */
export const serve: (
  configuration: Configuration,
  invitation?: Invitation | null,
) => Effect.Effect<Started, StartError, Scope.Scope> = Effect.fnUntraced(
  function* (
    configuration: Configuration,
    invitation: Invitation | null = null,
  ) {
    const { host, tenants, builtIn } = configuration;
    yield* assertReachable(configuration);
    const context = yield* Layer.build(services(configuration));
    // Requests log where the service does: its loggers go along with its services.
    const run = Effect.runPromiseWith(Context.merge(yield* Effect.context(), context));
    const store = Context.get(context, EventStore);
    const keys = makeKeyRing(tenants.flatMap(keysOf));
    yield* Effect.provide(loadKeys(keys, tenants.map(({ id }) => id)), context);
    // who has written a configuration needs no demo, and each tenant would be a scan before the port
    const [first] = builtIn === null ? [] : tenants;
    const isEmpty = first !== undefined && (yield* nothingIn(store, first));
    const limits = new Map(tenants.map(({ id, rateLimit }) => [id, rateLimit]));
    const stopping = new AbortController();
    const app = makeApp({
      run,
      stopping: stopping.signal,
      keys,
      customers: Context.get(context, Customers),
      version,
      invitation,
      loopbackOnly: LOOPBACK.includes(host),
      accessControls: (tenant) =>
        Object.entries(tenants.find(({ id }) => id === tenant)?.accessControl ?? {}).map(infoOf),
      rateLimit: (tenant) => limits.get(tenant) ?? null,
      metrics: () => run(metricsText()),
      ready: () => {
        const { writable, quarantined, queued, reason } = store.health();
        const checks = { store: { writable, quarantined, queued, reason } };
        return { ready: writable, degraded: quarantined > 0, checks };
      },
    });
    const served = yield* serveHttp({
      host,
      port: configuration.port,
      handler: (request, peer) => app.fetch(request, new Peer(peer)),
    });
    // runs before the server is shut down, which waits for every open answer
    yield* Effect.addFinalizer(() => Effect.sync(() => stopping.abort()));
    return { ...served, isEmpty };
  },
);

/** Only where the one key may do everything and is there for trying out. */
function invitationTo({ builtIn, tenants }: Configuration): Effect.Effect<Invitation | null> {
  const sha256 = tenants[0]?.keys[0]?.sha256;
  if (builtIn === null || sha256 === undefined) return Effect.succeed(null);
  return Effect.map(Clock.currentTimeMillis, (now) => makeInvitation(sha256, now));
}

const LOOPBACK = ["127.0.0.1", "localhost", "::1"];

/** From start to stop; a demo of that size plays in between. */
const gatehouse = Effect.fnUntraced(function* (
  configuration: Configuration,
  demo: Size | null,
): Effect.fn.Return<void, StartError, Scope.Scope> {
  // Listened for before anyone can know that the service is up, and answer with a signal.
  const told = yield* Effect.forkScoped(untilToldToStop, { startImmediately: true });
  const { equipped, simulatorUrl } = yield* withSimulator(configuration);
  const { host, builtIn } = equipped;
  const invitation = yield* invitationTo(equipped);
  const { port, isEmpty } = yield* serve(equipped, invitation);
  const url = `http://${host}:${port}`;
  const consoleUrl = `${url}${invitation?.path ?? "/console"}`;
  const isIdle = isEmpty && demo === null;
  yield* Console.log(greeting(equipped, { url, consoleUrl, version, isEmpty: isIdle }));
  if (demo !== null && builtIn !== null && simulatorUrl !== null) {
    const stage = { url, consoleUrl, key: builtIn.key, simulatorUrl };
    yield* Effect.forkScoped(playDemo(stage, demo));
  }
  yield* Fiber.join(told);
  yield* Effect.logInfo("Stopping: requests under way are answered first");
});

const main = Effect.gen(function* () {
  yield* assertNarrow;
  const demo = yield* demoSize(Deno.args);
  if (demo !== null) yield* clearDemoFolder;
  const configuration = yield* readConfiguration(demo === null ? {} : { data: DEMO_FOLDER });
  const logger = configuration.log === "json" ? Logger.consoleJson : Logger.consolePretty();
  yield* Effect.scoped(gatehouse(configuration, demo)).pipe(
    Effect.provide(Logger.layer([logger])),
  );
  return 0;
}).pipe(
  Effect.catch((error) => {
    const { sentence, exitCode } = startFailure(error);
    return Effect.as(Console.error(sentence), exitCode);
  }),
);

if (import.meta.main) Deno.exit(await Effect.runPromise(main));
