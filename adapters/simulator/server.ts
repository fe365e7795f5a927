/**
 * The simulator's HTTP side: which path does what.
 *
 * @module
 */
import { Clock, Effect } from "effect";
import { askCommand, receiveCommand } from "./commands.ts";
import { drift } from "./drift.ts";
import { FaultSet, makeFaults } from "./faults.ts";
import { annulRecord, decideScan, scanRecord } from "./gate.ts";
import { BadRequest, json, parseAs, readText } from "./http.ts";
import { listCredentials, listScans, showState } from "./lists.ts";
import { holdUp, letGoAll, type Machine, makeScanned } from "./machine.ts";
import { AnnulMessage, ScanMessage } from "./messages.ts";

type Handled = Effect.Effect<Response, BadRequest>;

/** Answers one request; a defect (a full disk under the journal) is a 503 with nothing done. */
export const handle = Effect.fnUntraced(function* (machine: Machine, request: Request) {
  const url = new URL(request.url);
  const route = `${request.method} ${url.pathname}`;
  const handled = ownRoute(machine, request, route) ?? wireRoute(machine, request, url);
  return yield* handled.pipe(
    Effect.catchTag(
      "BadRequest",
      ({ status, detail }) => Effect.succeed(json(status, { status: "bad-request", detail })),
    ),
    Effect.catchDefect(() => Effect.succeed(json(503, { status: "broken" }))),
  );
});

/** What a turnstile, a tester or a visitor does; needs no token. */
function ownRoute(machine: Machine, request: Request, route: string): Handled | null {
  const query = new URL(request.url).searchParams;
  switch (route) {
    case "POST /scan":
      return scan(machine, request);
    case "POST /annul":
      return annul(machine, request);
    case "POST /faults":
      return setFaults(machine, request);
    case "GET /printed":
      return Effect.sync(() => json(200, { items: machine.world.printed }));
    case "GET /state":
      return Effect.sync(() =>
        json(200, {
          ...showState(machine.world, query),
          held: machine.held.size,
          pending: machine.pending.size,
          faults: machine.faults.set,
        })
      );
    default:
      return null;
  }
}

/** The wire: behind the token, and under the faults that hit all calls. */
const wireRoute = Effect.fnUntraced(function* (machine: Machine, request: Request, url: URL) {
  if (request.headers.get("authorization") !== `Bearer ${machine.token}`) {
    return json(401, { status: "unauthorised" });
  }
  const { delayMs, unavailable } = machine.faults.set;
  if (delayMs !== undefined) yield* Effect.raceFirst(Effect.sleep(delayMs), holdUp(machine));
  if (unavailable) return json(503, { status: "unavailable" });
  const [, list, id, ...more] = url.pathname.split("/");
  const route = `${request.method} ${list}${id === undefined ? "" : "/ID"}`;
  if (more.length > 0) return json(404, { status: "no such path" });
  switch (route) {
    case "POST commands":
      return yield* receiveCommand(machine, request);
    case "GET commands/ID":
      return askCommand(machine, decoded(id ?? ""));
    case "GET credentials":
      return json(200, listCredentials(machine.world, url.searchParams));
    case "GET scans":
      return json(200, listScans(machine.world, url.searchParams));
    default:
      return json(404, { status: "no such path" });
  }
});

/** As it stands, where it is no text: such an id never came. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const scan = Effect.fnUntraced(function* (machine: Machine, request: Request) {
  const message = yield* parseAs(ScanMessage, yield* readText(request));
  const at = new Date(yield* Clock.currentTimeMillis).toISOString();
  const code = decideScan(machine.world, message);
  const record = scanRecord(machine.world, message, { at, code });
  makeScanned(machine, record);
  return json(200, { result: record.result, code, scanId: record.scanId });
});

const annul = Effect.fnUntraced(function* (machine: Machine, request: Request) {
  const { scanId } = yield* parseAs(AnnulMessage, yield* readText(request));
  const at = new Date(yield* Clock.currentTimeMillis).toISOString();
  const record = annulRecord(machine.world, scanId, at);
  if (record === null) return json(409, { status: "nothing to annul" });
  makeScanned(machine, record);
  return json(200, { result: record.result, code: record.code, scanId: record.scanId });
});

const setFaults = Effect.fnUntraced(function* (machine: Machine, request: Request) {
  const set = yield* parseAs(FaultSet, yield* readText(request));
  yield* changeFaults(machine, set);
  return json(200, { faults: set });
});

/** Replaces the whole set, does what is done at once, and lets go what the old set held up. */
export const changeFaults = Effect.fnUntraced(function* (machine: Machine, set: FaultSet) {
  machine.faults = makeFaults(set, machine.seed);
  const { dice } = machine.faults;
  machine.memory = drift(machine.world, set, { dice, memory: machine.memory });
  letGoAll(machine);
  yield* machine.replies.release;
});
