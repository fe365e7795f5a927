/**
 * One of each command that a box office can give, for the tables of states and commands.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Result } from "effect";
import type { CommandContext, Tagged } from "../../actors/decider.ts";
import type { PassCommand } from "../../actors/pass/mod.ts";
import type { TicketCommand } from "../../actors/ticket/mod.ts";
import type { Sync } from "../../actors/sync.ts";
import { contextOf } from "./given.ts";
import { ACQUIRE, add, ALLOCATE, NEXT_NUMBER } from "./stories.ts";

const reason = "because";
const reprint = { type: "ReprintTicket", reason, printer: null, ticketNumber: null } as const;

/** By the words of the tables; `!` is with override, `seq` the delivery that is acted on. */
export function ticketCommands(seq: number): { readonly [word: string]: TicketCommand } {
  return {
    allocate: ALLOCATE,
    print: { type: "PrintTicket", printer: "Virtual" },
    reprint: { ...reprint, override: false },
    "reprint!": { ...reprint, override: true },
    unprint: { type: "UnprintTicket", reason },
    cancel: { type: "CancelTicket", reason, override: false },
    "cancel!": { type: "CancelTicket", reason, override: true },
    produce: { type: "ProduceTicket", printer: null },
    reopen: { type: "ReopenDelivery", seq },
    discard: { type: "DiscardDelivery", seq, reason },
  };
}

/** By the words of the tables; `!` is with override, `seq` the delivery that is acted on. */
export function passCommands(seq: number): { readonly [word: string]: PassCommand } {
  return {
    acquire: ACQUIRE,
    add: add("A-9", "M03"),
    remove: { type: "RemoveAdmission", admissionId: "A-1", reason, override: false },
    "remove!": { type: "RemoveAdmission", admissionId: "A-1", reason, override: true },
    print: { type: "PrintPass", orderId: "4711", printer: "Virtual", admissionIds: null },
    "print other": { type: "PrintPass", orderId: "4712", printer: "Virtual", admissionIds: null },
    reprint: { type: "ReprintPass", reason, printer: null },
    produce: { type: "ProducePass", printer: null },
    block: { type: "BlockPass", reason },
    unblock: { type: "UnblockPass", reason },
    cancel: { type: "CancelPass", reason, override: false },
    "cancel!": { type: "CancelPass", reason, override: true },
    transfer: { type: "TransferPass", customerId: "C-10", reason },
    delete: { type: "DeletePass" },
    reopen: { type: "ReopenDelivery", seq },
    discard: { type: "DiscardDelivery", seq, reason },
  };
}

/** For one command: states, by what becomes of it. */
export interface Outcomes {
  readonly [outcome: string]: string;
}

interface Kind<State, Command> {
  readonly decide: (
    state: State,
    command: Command,
    context: CommandContext,
  ) => Result.Result<ReadonlyArray<Tagged>, Tagged>;
}

/** What every command to one kind of actor must lead to. */
export interface Table<State, Command> {
  /** As the tests' sentences call it. */
  readonly noun: string;
  readonly kind: Kind<State, Command>;
  readonly states: {
    readonly [state: string]: { readonly state: State & { readonly sync: Sync } };
  };
  readonly commands: (seq: number) => { readonly [word: string]: Command };
  readonly outcomes: { readonly [word: string]: Outcomes };
  /** Said of every command but those `apart`, unless its own line says otherwise. */
  readonly ended: Outcomes;
  readonly apart: ReadonlyArray<string>;
}

/** One test for each command in each state. */
export function testEveryCommand<State, Command>(table: Table<State, Command>): void {
  const { noun, kind, states, commands, outcomes, ended, apart } = table;
  for (const [name, { state }] of Object.entries(states)) {
    const seq = state.sync.outstanding?.seq ?? 1;
    for (const [word, command] of Object.entries(commands(seq))) {
      const own = outcomes[word] ?? {};
      const expected = expectedOf(apart.includes(word) ? own : { ...ended, ...own }, name);
      Deno.test(`${word} on a ${noun} that is ${name} gives "${expected}"`, () => {
        assert.equal(outcomeOf(kind, state, command), expected);
      });
    }
  }
}

/** Types of the events, or the rule that refused. */
function outcomeOf<State, Command>(
  kind: Kind<State, Command>,
  state: State,
  command: Command,
): string {
  const decision = kind.decide(state, command, contextOf(NEXT_NUMBER));
  return Result.isFailure(decision)
    ? `no: ${decision.failure.type}`
    : decision.success.map((event) => event.type).join(" ");
}

/** There must be exactly one. */
function expectedOf(outcomes: Outcomes, state: string): string {
  const found = Object.entries(outcomes).filter(([, states]) => states.split(" ").includes(state));
  assert.equal(found.length, 1, `${state} stands ${found.length} times`);
  return found[0]?.[0] ?? "";
}
