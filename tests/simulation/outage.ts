/**
 * An access control that is away for an hour, while ten thousand commands come in for it.
 *
 * @module
 */
import type { PassCommand } from "../../actors/pass/mod.ts";
import type { TicketCommand } from "../../actors/ticket/mod.ts";
import { makeDice } from "../../adapters/simulator/dice.ts";
import type { Clients } from "./clients.ts";
import type { Choice } from "./mix.ts";
import { Run, type RunOutcome } from "./run.ts";
import { Process } from "./timeline.ts";
import type { Rhythm } from "./wire.ts";

const COMMANDS = 10_000;
const OUTAGE_MS = 3_600_000;
/** Of P3. */
const DELIVERED_MAX_MS = 5 * 60_000;
/** Passes that had a card before. */
const PASSES = 400;

/** As a new service is configured. */
const AS_CONFIGURED: Rhythm = {
  retry: { firstMs: 250, maxMs: 60_000, attemptTimeoutMs: 5_000 },
  breaker: { failures: 5, openMs: 5_000 },
  pollMs: 60_000,
  reconcileEveryMs: 600_000,
};

/** Plays one seed: when it ends, all is delivered. */
export async function playOutage(
  seed: number,
  { keeps }: { readonly keeps: boolean },
): Promise<RunOutcome> {
  const run = new Run(seed, { keeps, rhythm: AS_CONFIGURED });
  await run.open();
  await run.within("The printing of cards", printCards(run.clients));
  await run.settle();
  const { applied } = run.other.world;
  const appliedBefore = applied.size;

  run.other.isDown = true;
  const restartAt = makeDice(seed).pick(COMMANDS);
  await run.within("The outage", giveAll(run, restartAt));
  const queued = await run.within("A look at what waits", countUnsettled(run)) ?? 0;
  if (applied.size !== appliedBefore) run.broken.push("Something was applied in the outage");

  run.other.isDown = false;
  const deliveredMs = await run.settle(DELIVERED_MAX_MS);
  await run.judge();
  const delivered = applied.size - appliedBefore;
  return run.outcome({ queued, delivered, deliveredMs });
}

function told(kind: Choice["kind"], id: string, command: PassCommand | TicketCommand): Choice {
  return { kind, id, command };
}

const ORDER = "D-1";
const PRINT = { printer: "Virtual" };

async function printCards(clients: Clients): Promise<void> {
  const source = { kind: "bundle", code: "FULL", orderId: ORDER } as const;
  const acquire = { type: "AcquirePass", passType: "SEASON", customerId: "C-1", source } as const;
  for (let n = 0; n < PASSES; n++) {
    await clients.give(told("pass", `P-${n}`, acquire));
    await clients.give(told("pass", `P-${n}`, addition("A-0", "M01")));
    await clients.give(told("pass", `P-${n}`, printPass()));
  }
}

function addition(admissionId: string, performance: string): PassCommand {
  const sold = { orderId: ORDER, priceType: "adult", seat: null };
  return { type: "AddAdmission", admissionId, performance, ...sold };
}

function printPass(): PassCommand {
  return { type: "PrintPass", orderId: ORDER, admissionIds: null, ...PRINT };
}

/** Evenly over the hour: each is one that the access control must hear of. */
async function giveAll({ timeline, clients, service }: Run, restartAt: number): Promise<void> {
  const process = new Process();
  for (let n = 0; n < COMMANDS; n++) {
    await timeline.sleep(process, OUTAGE_MS / COMMANDS);
    if (n === restartAt) service.crash();
    await (n % 5 === 0 ? tellPass(clients, n / 5) : sellTicket(clients, n));
  }
}

async function sellTicket(clients: Clients, n: number): Promise<void> {
  const id = `T-${n}`;
  await clients.give(told("ticket", id, {
    type: "AllocateTicket",
    orderId: ORDER,
    customerId: "C-1",
    performance: "M02",
    priceType: "adult",
    seat: null,
    ticketNumber: null,
    accessControl: null,
  }));
  await clients.give(told("ticket", id, { type: "PrintTicket", ...PRINT }));
}

/** Five rounds: each pass has much to say when the access control is back. */
async function tellPass(clients: Clients, n: number): Promise<void> {
  const id = `P-${n % PASSES}`;
  const reason = "because";
  switch (Math.floor(n / PASSES)) {
    case 0:
      await clients.give(told("pass", id, { type: "BlockPass", reason }));
      return;
    case 1:
      await clients.give(told("pass", id, addition("A-1", "M02")));
      await clients.give(told("pass", id, printPass()));
      return;
    case 2:
      await clients.give(told("pass", id, { type: "UnblockPass", reason }));
      return;
    case 3:
      await clients.give(told("pass", id, { type: "ReprintPass", reason, printer: null }));
      return;
    default:
      await clients.give(told("pass", id, { type: "BlockPass", reason }));
  }
}

async function countUnsettled({ service: { up } }: Run): Promise<number> {
  if (up === null) return 0;
  const found = await up.life.run(up.doors.store.unsettled());
  return found !== "gone" && found._tag === "Success" ? found.value.length : 0;
}
