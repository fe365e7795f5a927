/**
 * Both checks over what the clients of one run heard.
 *
 * @module
 */
import { Exit } from "effect";
import type { Catalogue } from "../../../actors/catalogue.ts";
import type { PassState } from "../../../actors/pass/mod.ts";
import { contextOf } from "../../support/given.ts";
import type { Heard } from "../clients.ts";
import { readAll, type Stored } from "../stored.ts";
import type { Run } from "../run.ts";
import { SEASON } from "../season.ts";
import { type Asked, QUIET_PASS, type Said, shownOf } from "./quiet_pass.ts";
import { type Operation, unexplained } from "./search.ts";
import { contradictions, type Witnessed } from "./witness.ts";

/** Of the customer's other passes, not of the actor: its own facts do not show it. */
const BY_THE_INDEX = "PassAlreadyHeld";

/** Whether this actor is one that the search can follow. */
function isQuiet(id: string): boolean {
  return id.startsWith("Q-");
}

/** Sentences about what no actor that does one thing after the other would say. */
export async function checkHeard(
  { service: { up }, clients }: Run,
): Promise<ReadonlyArray<string>> {
  if (up === null) return ["The service is down"];
  const ended = await up.life.run(readAll(up.doors.store));
  if (ended === "gone" || Exit.isFailure(ended)) return ["The facts cannot be read"];
  const stored = new Map(ended.value.map((one) => [`${one.address.kind}/${one.address.id}`, one]));
  const byActor = Map.groupBy(clients.heard, ({ kind, id }) => `${kind}/${id}`);
  return [...byActor].flatMap(([actor, heard]) => [
    ...isQuiet(heard[0]?.id ?? "") ? searched(actor, heard) : [],
    ...witnessedBy(stored.get(actor), heard),
  ]);
}

function searched(actor: string, heard: ReadonlyArray<Heard>): ReadonlyArray<string> {
  const odd = unexplained(QUIET_PASS, heard.map(asOperation));
  if (odd === null) return [];
  const { begun, ended, input, output } = odd;
  const said = `${JSON.stringify(input)} and ${JSON.stringify(output)}`;
  return [`${actor}: no order explains ${said} from ${begun} to ${ended}`];
}

function asOperation({ begun, ended, command, answered, look }: Heard): Operation<Asked, Said> {
  if (command === null) {
    const output = look === null ? null : shownOf(look.state as PassState);
    return { begun, ended, input: "look", output };
  }
  const output = answered === null ? "UnknownActor" : answered.refusal ?? "done";
  return { begun, ended, input: command, output };
}

const CONTEXT = { ...contextOf(), catalogue: catalogueOfSeason() };

function witnessedBy(
  stored: Stored | undefined,
  heard: ReadonlyArray<Heard>,
): ReadonlyArray<string> {
  if (stored === undefined) return [];
  const { type, facts } = stored;
  const events = facts.map(({ event }) => event);
  const witnessed = heard.flatMap(({ key: name, begun, ended, command, answered, look }) => {
    const told = answered ?? look;
    if (told === null || answered?.refusal === BY_THE_INDEX) return [];
    const { version } = told;
    const { events, refusal } = answered ?? { events: [], refusal: null };
    const state = look?.state;
    return [{ name, begun, ended, command, version, events, refusal, state } satisfies Witnessed];
  });
  return contradictions({ type, events }, witnessed, CONTEXT);
}

function catalogueOfSeason(): Catalogue {
  const find = (wanted: string) => (code: string) =>
    SEASON.find(([kind, id]) => kind === wanted && id === code)?.[2];
  return {
    performance: find("performance") as Catalogue["performance"],
    passType: find("pass-type") as Catalogue["passType"],
    bundle: find("bundle") as Catalogue["bundle"],
    item: find("item") as Catalogue["item"],
    ticketMode: (accessControl) => accessControl === "main" ? "barcode" : undefined,
  };
}
