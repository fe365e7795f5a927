/**
 * P5: decisions equal a pure model.
 *
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { Barcode } from "../../actors/address.ts";
import { pass, status as passStatus } from "../../actors/pass/mod.ts";
import { status as ticketStatus, ticket, view } from "../../actors/ticket/mod.ts";
import { Actor } from "../simulation/model/actor.ts";
import type { GuestModel } from "../simulation/model/guest.ts";
import { type ModelledPassCommand, PassModel } from "../simulation/model/pass.ts";
import { type ModelledTicketCommand, TicketModel } from "../simulation/model/ticket.ts";
import { contextOf } from "../support/given.ts";
import { ACQUIRE, add, ALLOCATE, scanned } from "../support/stories.ts";
import type { Round, Trial } from "./trial.ts";

/** Of each of the two models, in one round. */
const RUNS = 25_000;
const STEPS_MAX = 16;

/** A command, or something that happens at the access control. */
type Step<Command> = Command | Told | "confirm" | "entered-before" | "enter-dead";

/** What a gate tells of the credential of now, in whatever order. */
interface Told {
  readonly told: "in" | "out" | "annulled";
  /** Before now. */
  readonly ago: number;
  /** Which scan is annulled: one that was told, or that will be. */
  readonly which: number;
}

const reason = "because";

/** When everything is decided, and what dies is dead from then on. */
const NOW = contextOf().at;

/** Models that know nothing of the deciders' code, held against them step by step. */
export const MODEL: Trial = {
  promise: "P5",
  title: "every decision about a pass and a ticket is the one that a model of the rules takes",
  round: playModels,
  rounds: 2,
};

function playModels(seed: number): Promise<Round> {
  const parameters = { seed, numRuns: RUNS };
  const broken = [
    ...counterexample(fc.check(fc.property(steps(ticketCommands()), followTicket), parameters)),
    ...counterexample(fc.check(fc.property(steps(passCommands()), followPass), parameters)),
  ];
  return Promise.resolve({ tried: { runs: 2 * RUNS }, broken });
}

function counterexample<Found>(
  { failed, errorInstance, counterexample }: fc.RunDetails<Found>,
): ReadonlyArray<string> {
  return failed ? [`${errorInstance} after ${fc.stringify(counterexample)}`] : [];
}

function steps<Command>(
  commands: fc.Arbitrary<Command>,
): fc.Arbitrary<ReadonlyArray<Step<Command>>> {
  return fc.array(
    fc.oneof(
      { weight: 12, arbitrary: commands },
      { weight: 7, arbitrary: fc.constant("confirm" as const) },
      { weight: 2, arbitrary: told() },
      { weight: 1, arbitrary: fc.constant("entered-before" as const) },
      { weight: 1, arbitrary: fc.constant("enter-dead" as const) },
    ),
    { maxLength: STEPS_MAX, size: "max" },
  );
}

function told(): fc.Arbitrary<Told> {
  return fc.record({
    told: fc.constantFrom("in", "in", "in", "out", "annulled"),
    ago: fc.nat(1000),
    which: fc.nat(5),
  });
}

function isTold<Command>(step: Step<Command>): step is Told {
  return typeof step === "object" && step !== null && "told" in step;
}

/** The actor and the model are told the same. */
function tell(
  { told, ago, which }: Told,
  { scanId, value, productCode, actor, guest }: {
    readonly scanId: string;
    readonly value: Barcode;
    readonly productCode: string;
    readonly actor: { readonly tell: (command: ReturnType<typeof scanned>) => unknown };
    readonly guest: GuestModel;
  },
): void {
  const [at, annuls] = [NOW - ago, `s-${which}`];
  if (told === "annulled") {
    actor.tell(scanned(scanId, { value, at, productCode, result: told, annuls }));
    guest.didNotPass(annuls);
  } else {
    actor.tell(scanned(scanId, { value, at, productCode, direction: told }));
    guest.passes({ scanId, at, direction: told });
  }
}

function ticketCommands(): fc.Arbitrary<ModelledTicketCommand> {
  const override = fc.boolean();
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(ALLOCATE) },
    { weight: 6, arbitrary: fc.constant({ type: "PrintTicket", printer: "Virtual" } as const) },
    {
      weight: 6,
      arbitrary: override.map((override) => ({
        type: "ReprintTicket" as const,
        reason,
        printer: null,
        ticketNumber: null,
        override,
      })),
    },
    { weight: 4, arbitrary: fc.constant({ type: "UnprintTicket", reason } as const) },
    {
      weight: 2,
      arbitrary: override.map((override) => ({ type: "CancelTicket" as const, reason, override })),
    },
    { weight: 1, arbitrary: fc.constant({ type: "ProduceTicket", printer: null } as const) },
  );
}

function passCommands(): fc.Arbitrary<ModelledPassCommand> {
  const override = fc.boolean();
  const ids = fc.constantFrom("A-1", "A-2", "A-3", "A-4");
  const performances = fc.constantFrom("M01", "M02", "M03");
  const orders = fc.constantFrom("4711", "4712");
  const print = { type: "PrintPass", printer: "Virtual", admissionIds: null } as const;
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(ACQUIRE) },
    {
      weight: 7,
      arbitrary: fc.tuple(ids, performances, orders)
        .map((sold) => add(...sold) as ModelledPassCommand),
    },
    { weight: 7, arbitrary: orders.map((orderId) => ({ ...print, orderId })) },
    {
      weight: 5,
      arbitrary: fc.tuple(ids, override).map(([admissionId, override]) => ({
        type: "RemoveAdmission" as const,
        admissionId,
        reason,
        override,
      })),
    },
    {
      weight: 4,
      arbitrary: fc.constant({ type: "ReprintPass", reason, printer: null } as const),
    },
    { weight: 3, arbitrary: fc.constant({ type: "BlockPass", reason } as const) },
    { weight: 3, arbitrary: fc.constant({ type: "UnblockPass", reason } as const) },
    {
      weight: 1,
      arbitrary: override.map((override) => ({ type: "CancelPass" as const, reason, override })),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom("C-9", "C-1").map((customerId) => ({
        type: "TransferPass" as const,
        customerId,
        reason,
      })),
    },
    { weight: 1, arbitrary: fc.constant({ type: "DeletePass" } as const) },
  );
}

function followTicket(what: ReadonlyArray<Step<ModelledTicketCommand>>): void {
  const [actor, model] = [new Actor(ticket), new TicketModel()];
  let scans = 0;
  for (const step of [ALLOCATE, ...what]) {
    if (step === "confirm") {
      actor.confirm("standard");
      model.confirm();
    } else if (isTold(step)) {
      const [barcode] = actor.live;
      if (barcode === undefined) continue;
      const [scanId, { value }, { guest }] = [`s-${++scans}`, barcode, model];
      tell(step, { scanId, value, productCode: "M01", actor, guest });
    } else if (step === "entered-before" || step === "enter-dead") {
      const [first] = actor.state.credentials;
      const isBefore = step === "entered-before";
      if (first === undefined || (!isBefore && first.state === "live")) continue;
      const [scanId, at] = [`s-${++scans}`, isBefore ? NOW - 1 : NOW];
      actor.tell(scanned(scanId, { value: first.value, at }));
      if (isBefore) model.enteredBefore({ scanId, at, direction: "in" });
    } else {
      same("the refusal", actor.tell(step), model.tell(step));
    }
    same("the status", ticketStatus(actor.state), model.status);
    same("the barcode", actor.live.length > 0, model.hasBarcode);
    same("the message", kindOf(actor.state.sync.outstanding?.command), model.doing);
    same("the rest", actor.isSettled, model.doing === null);
    const { state, entries } = view(actor.state).usage;
    same("the usage", { state, entries }, model.guest.usage);
  }
}

function kindOf(command: string | undefined): TicketModel["doing"] {
  if (command === undefined) return null;
  return command === "issueTicket" ? "issue" : "revoke";
}

const CARD_WORDS = {
  cancelCard: "kill",
  issueCard: "issue",
  updateCard: "update",
  blockCard: "block",
  unblockCard: "unblock",
} as const;

function followPass(what: ReadonlyArray<Step<ModelledPassCommand>>): void {
  const [actor, model] = [new Actor(pass), new PassModel()];
  let scans = 0;
  for (const step of [ACQUIRE, add("A-1") as ModelledPassCommand, ...what]) {
    if (step === "confirm") {
      actor.confirm("card");
      model.confirm();
    } else if (isTold(step)) {
      const [card] = actor.live;
      const isOpen = model.admissions.get("A-1")?.state === "on";
      if (card === undefined || !isOpen || model.isBlocked) continue;
      const performance = actor.state.admissions["A-1"]?.performance ?? "";
      const [scanId, { value }, guest] = [`s-${++scans}`, card, model.guest(performance)];
      tell(step, { scanId, value, productCode: performance, actor, guest });
    } else if (step === "entered-before" || step === "enter-dead") {
      const [first] = actor.state.credentials;
      const one = model.admissions.get("A-1");
      if (first === undefined || one?.wasOn !== true) continue;
      const isBefore = step === "entered-before";
      if (!isBefore && first.state === "live") continue;
      const at = isBefore ? NOW - 1 : NOW;
      const [scanId, { value }] = [`s-${++scans}`, first];
      actor.tell(scanned(scanId, { value, at, productCode: one.performance }));
      if (isBefore) model.enteredBefore("A-1", { scanId, at, direction: "in" });
    } else {
      same("the refusal", actor.tell(step), model.tell(step));
    }
    comparePass(actor, model);
  }
}

function comparePass(
  { state, live, isSettled }: Pick<
    Actor<typeof pass.initial, never, never>,
    "state" | "live" | "isSettled"
  >,
  model: PassModel,
): void {
  same("the status", passStatus(state), model.status);
  same("the customer", state.customerId, model.customer);
  same("the card", live.length > 0, model.hasCard);
  const told = state.sync.outstanding?.command;
  const word = told === undefined ? null : CARD_WORDS[told as keyof typeof CARD_WORDS];
  same("the message", word, model.doing?.what ?? null);
  same("the rest", isSettled, model.doing === null);
  const words = {
    pending: "waiting",
    requested: "going-on",
    effective: "on",
    revoking: "going-off",
    revoked: "off",
  };
  const admissions = Object.entries(state.admissions).map(([id, one]) => [id, words[one.state]]);
  same("the admissions", admissions, [...model.admissions].map(([id, { state }]) => [id, state]));
}

function same(what: string, decided: unknown, modelled: unknown): void {
  if (isDeepStrictEqual(decided, modelled)) return;
  const [one, other] = [JSON.stringify(decided), JSON.stringify(modelled)];
  throw new Error(`${what} is ${one}, and ${other} by the model`);
}
