/**
 * P7: whichever actor a damaged record belongs to, a whole service goes on with all the others, and
 * says whom it goes on without.
 *
 * @module
 */
import { Effect } from "effect";
import type { Listed } from "../../actors/access_control.ts";
import { type Address, Barcode, type Kind } from "../../actors/address.ts";
import type { Check } from "../../actors/reconciler.ts";
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import { ALLOCATION, type Answered, openSeason } from "../support/api.ts";
import { type DiskService, type DiskStage, diskStage, onService } from "../support/disk_service.ts";
import { flipLastByte } from "../support/damaged_stage.ts";
import { eventually } from "../support/eventually.ts";
import type { Round, Trial } from "./trial.ts";

/** Each is another process on the same data, 80 ms; heads and facts of 13 kinds are 26 sorts. */
const FLIPS = 40;

/** A performance, an order, an item and tickets that are never damaged: in them it shows who is harmed. */
const WITNESSES = /^(M02|W-.*)$/;

/** Forty records of actors of all kinds, each damaged alone and made whole again. */
export const OTHERS_WORK: Trial = {
  promise: "P7",
  title: "Whoever is damaged, all others are sold, printed, judged, listed and compared as before",
  round: playRound,
  rounds: 1,
};

interface Target {
  readonly key: Deno.KvKey;
  readonly address: Address;
  readonly isHead: boolean;
}

async function playRound(seed: number): Promise<Round> {
  const dice = makeDice(seed);
  const stage = diskStage();
  const broken: Array<string> = [];
  const kinds = new Set<string>();
  const barcode = await onService(stage, (service) => furnish(stage, service));
  for (let flip = 0; flip < FLIPS; flip++) {
    const target = pickTarget(stage, flip, dice);
    const { kind, id } = target.address;
    kinds.add(kind);
    flipLastByte(stage.disk, target.key);
    const found = await onService(stage, async (service) => [
      ...await lookAtOthers(service, barcode),
      ...await sellAnother(stage, service, `W-${flip + 2}`),
      ...await lookAtTold(service, target),
    ]);
    flipLastByte(stage.disk, target.key);
    const record = target.isHead ? "the head" : "a fact";
    broken.push(...found.map((what) => `${record} of ${kind} ${id}: ${what}`));
  }
  return { tried: { flips: FLIPS, kinds: kinds.size }, broken };
}

const TEMPLATE = {
  name: "Small",
  widthMm: 140,
  heightMm: 51,
  fields: [],
  barcode: { symbology: "code128", xMm: 85, yMm: 12, widthMm: 50, heightMm: 24 },
};

/** Something of every kind; gives the barcode of the witness. */
async function furnish(stage: DiskStage, service: DiskService): Promise<string> {
  const { ask } = service;
  await openSeason(service);
  const { body: { code: _, version: __, ...match } } = await ask("GET /v1/performances/M01");
  const seat = ALLOCATION.seat;
  const lines = [
    { lineId: "1", kind: "performance", code: "M01", priceType: "adult", seat },
    { lineId: "2", kind: "bundle", code: "SEASON-26", priceType: "adult", seats: { M01: seat } },
  ];
  for (
    const [target, body] of [
      ["PUT /v1/performances/M02", match],
      ["PUT /v1/ticket-templates/SMALL", TEMPLATE],
      ["POST /v1/keys", { id: "till", scopes: ["read"] }],
      ["POST /v1/keys/till/rotate", { overlapMs: 0 }],
      // not printed: no list of credentials leads to it
      ["POST /v1/tickets/T-1/allocate", { ...ALLOCATION, customerId: "C-8" }],
      ["POST /v1/webhooks", { url: "https://hooks.example" }],
      ["POST /v1/orders/O-1/place", { customerId: "C-9", lines }],
      ["POST /v1/orders/O-1/print", {}],
      ["PUT /v1/catalogue", { items: { SCARF: { name: "Scarf" } } }],
      ["POST /v1/adapters/main/pause", {}],
      ["POST /v1/adapters/main/resume", {}],
    ] as const
  ) {
    const { status, text } = await ask(target, { body, headers: { prefer: "wait=5" } });
    if (status >= 300) throw new Error(`${target}: ${text}`);
  }
  const [fault] = await sellAnother(stage, service, "W-1");
  if (fault !== undefined) throw new Error(fault);
  // one that nobody here knows, so that the comparison has something to keep
  list(stage, { value: Barcode("X9"), subject: null, admissionIds: [] });
  await compare(service);
  for (const held of await heldBy(service)) list(stage, held);
  await compare(service);
  const { body: ticket } = await ask("GET /v1/tickets/W-1");
  return ticket.credentials[0].value;
}

/** What O-1 has printed, as the access control lists it. */
async function heldBy({ ask }: DiskService) {
  const { body: { tickets, passes } } = await ask("GET /v1/customers/C-9");
  const ids = [
    ...tickets.map(({ ticketId }: Answered["body"]) => ["ticket", "tickets", ticketId]),
    ...passes.map(({ passId }: Answered["body"]) => ["pass", "passes", passId]),
  ];
  return await Promise.all(ids.map(async ([kind, plural, id]) => {
    const { body } = await ask(`GET /v1/${plural}/${id}`);
    const { kind: credentialKind, value } = body.credentials[0];
    const admissionIds = kind === "ticket" ? [id] : Object.keys(body.admissions);
    return { kind: credentialKind, value: Barcode(value), subject: { kind, id }, admissionIds };
  }));
}

function list({ system }: DiskStage, listed: Partial<Listed> & Pick<Listed, "value">): void {
  system.listed.push({
    kind: "standard",
    state: "live",
    subject: null,
    admissionIds: [],
    ...listed,
  });
}

/** The heads of each kind have their turn, and its facts; which one it is the dice pick. */
function pickTarget({ disk }: DiskStage, flip: number, dice: Dice): Target {
  const all = disk.keys().flatMap((key): ReadonlyArray<Target> => {
    const [what, tenant = "", kind, id = ""] = key.map(String);
    if (what !== "h" && what !== "e" || WITNESSES.test(id)) return [];
    const address = { tenant, kind: kind as Kind, id };
    return [{ key, address, isHead: what === "h" }];
  });
  const sorts = Map.groupBy(all, ({ address, isHead }) => `${address.kind} ${isHead}`);
  const some = [...sorts.values()][flip % sorts.size] ?? [];
  const target = some[dice.pick(some.length)];
  if (target === undefined) throw new Error("Nothing is stored");
  return target;
}

/** All that does not need the damaged one is answered as if there were no damage. */
async function lookAtOthers({ ask }: DiskService, barcode: string): Promise<ReadonlyArray<string>> {
  const broken: Array<string> = [];
  const did = async (target: string, holds: (body: Answered["body"]) => boolean, body?: object) => {
    const answered = await ask(target, body === undefined ? {} : { body });
    if (answered.status >= 300 || !holds(answered.body)) {
      broken.push(`${target} is answered ${answered.status} ${answered.text.slice(0, 300)}`);
    }
  };
  const any = () => true;
  // whatever is damaged among the facts is met before anything is asked of the others
  await did("GET /v1/audit?limit=500", any);
  await did("GET /v1/events?limit=500", any);
  await did(
    `GET /v1/gate-check?barcode=${barcode}&performance=M02`,
    ({ decision }) => decision === "open",
  );
  await did("GET /v1/tickets/W-1", ({ status }) => status === "printed");
  await did("GET /v1/customers/C-W", ({ tickets }) => tickets.length > 0);
  await did(
    "GET /v1/performances",
    ({ data }) => data.some(({ code }: Answered["body"]) => code === "M02"),
  );
  await did("GET /v1/keys", any);
  await did("GET /v1/catalogue/check", any);
  await did("GET /v1/adapters", any);
  await did("POST /v1/adapters/main/pause", any, {});
  await did("POST /v1/adapters/main/resume", any, {});
  await did("PUT /v1/items/W-MUG", any, { name: "Mug" });
  return broken;
}

/** Printed, and listed by the access control from now on. */
async function sellAnother(
  stage: DiskStage,
  { ask }: DiskService,
  id: string,
): Promise<ReadonlyArray<string>> {
  const headers = { prefer: "wait=5" };
  const { seat } = ALLOCATION;
  const body = { orderId: "W-O", customerId: "C-W", performance: "M02", priceType: "adult", seat };
  const allocated = await ask(`POST /v1/tickets/${id}/allocate`, { body });
  const printed = await ask(`POST /v1/tickets/${id}/print`, { body: {}, headers });
  const { body: { credentials = [] } } = await ask(`GET /v1/tickets/${id}`);
  const [credential] = credentials;
  if (credential === undefined) return [`${id} is not printed: ${allocated.text} ${printed.text}`];
  const subject = { kind: "ticket", id } as const;
  list(stage, { value: Barcode(credential.value), subject, admissionIds: [id] });
  return [];
}

/** Nobody is told of as damaged who is not, and a comparison without somebody is not complete. */
async function lookAtTold(
  service: DiskService,
  { address }: Target,
): Promise<ReadonlyArray<string>> {
  const { kind, id } = address;
  const isReadable = await Effect.runPromise(
    Effect.match(service.store.load(address), { onSuccess: () => true, onFailure: () => false }),
  );
  const { complete, reason, counts } = await compare(service);
  const { cycles } = service.reconciler.checks("riverside").get("main") ?? {};
  const isCarriedOut = isReadable || kind !== "reconciliation";
  const isMissed = !isReadable && ["ticket", "pass", "reconciliation"].includes(kind);
  const { body: { data } } = await service.ask("GET /v1/quarantine?limit=500");
  const names = data.map((one: Answered["body"]) => `${one.kind} ${one.id}`);
  const isTold = isMissed ? reason?.includes(`${kind} ${id}`) === true : reason === null;
  return [
    ...((cycles === 1) === isCarriedOut ? [] : [`${cycles} comparisons were carried out`]),
    ...(complete !== isMissed && isTold ? [] : [`the comparison says ${complete}: ${reason}`]),
    ...(counts.missing + counts.different === 0 && counts.unknown === 1
      ? []
      : [`the comparison counts ${JSON.stringify(counts)}`]),
    ...(names.join() === `${kind} ${id}` ? [] : [`as damaged are told: ${names.join(", ")}`]),
  ];
}

async function compare({ reconciler }: DiskService): Promise<Check> {
  const check = () => reconciler.checks("riverside").get("main")?.check ?? null;
  const before = check();
  await eventually("the clock goes on", () => Date.now() > (before?.checkedAt ?? 0) ? true : null);
  await Effect.runPromise(reconciler.request("riverside", "main"));
  return await eventually("the lists are compared", () => {
    const now = check();
    return now === null || now.checkedAt === before?.checkedAt ? null : now;
  });
}
