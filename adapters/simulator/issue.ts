/**
 * Chooses what an applied command answers: new values, the printer's luck.
 *
 * @module
 */
import type { CredentialKind } from "../../actors/access_control.ts";
import { isIssue } from "../../actors/subject.ts";
import { givenValues, partOf } from "./change.ts";
import type { Dice } from "./dice.ts";
import { type Faults, strikes } from "./faults.ts";
import type { CommandMessage } from "./messages.ts";
import type { Change, DoneBody, World } from "./world.ts";

/** Makes the change of a command that was judged fresh; the world is only read. */
export function makeChange(
  world: World,
  command: CommandMessage,
  chance: { readonly at: string; readonly values: Dice; readonly faults: Faults },
): Change {
  const credentials = chooseCredentials(world, command, chance);
  const printJob = isPrintJob(command);
  const fault = printJob && strikes(chance.faults, "printerFault");
  const answer: DoneBody = {
    commandId: command.commandId,
    status: "done",
    credentials,
    externalId: isIssue(command.command) ? `${command.subject.kind}-${command.subject.id}` : null,
    ...(fault ? { printed: false, printFault: "The printer is out of stock" } : {}),
  };
  return { at: chance.at, command, answer, produced: printJob && !fault };
}

/** `Virtual` is the printer that makes nothing of paper or plastic. */
function isPrintJob(command: CommandMessage): boolean {
  if (partOf(command).printer === "Virtual") return false;
  return command.command === "issueCard" ||
    (command.command === "issueTicket" && command.ticket.delivery === "print");
}

function chooseCredentials(
  world: World,
  command: CommandMessage,
  chance: { readonly values: Dice; readonly faults: Faults },
): DoneBody["credentials"] {
  if (command.command === "issueCard") {
    const { credential } = command.card;
    return [{ kind: "card", value: credential ?? newValue(world, "card", chance) }];
  }
  if (command.command !== "issueTicket") return [];
  if (givenValues(command).length > 0) return command.ticket.credentials;
  const kinds = chance.faults.set.credentialKinds ?? ["standard"];
  const credentials: Array<{ kind: CredentialKind; value: string }> = [];
  for (const kind of kinds) {
    let value = newValue(world, kind, chance);
    while (credentials.some((other) => other.value === value)) value = freshTicketValue(chance);
    credentials.push({ kind, value });
  }
  return credentials;
}

function newValue(
  world: World,
  kind: CredentialKind,
  chance: { readonly values: Dice; readonly faults: Faults },
): string {
  const { faults } = chance;
  const queued = faults.queuedValues.shift() ?? faults.set.fixedValue;
  if (queued !== undefined) return queued;
  if (strikes(faults, "sameBarcodeTwice")) {
    const live = newestLiveValue(world, kind);
    if (live !== null) return live;
  }
  const fresh = kind === "card" ? freshCardValue : freshTicketValue;
  let value = fresh(chance);
  while (world.credentials.has(value)) value = fresh(chance);
  return value;
}

function newestLiveValue(world: World, kind: CredentialKind): string | null {
  let newest: string | null = null;
  for (const issued of world.credentials.values()) {
    if (issued.state === "live" && issued.kind === kind) newest = issued.value;
  }
  return newest;
}

/** Like the 7-byte id of a contactless card, whose first byte names the maker. */
function freshCardValue({ values }: { readonly values: Dice }): string {
  const digits = Array.from({ length: 12 }, () => values.pick(16).toString(16).toUpperCase());
  return `04${digits.join("")}`;
}

/** Twelve digits and the check digit of EAN-13, so that printed codes can be checked by eye. */
function freshTicketValue({ values }: { readonly values: Dice }): string {
  const digits = Array.from({ length: 12 }, () => values.pick(10));
  const sum = digits.reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 1 : 3), 0);
  return `${digits.join("")}${(10 - (sum % 10)) % 10}`;
}
