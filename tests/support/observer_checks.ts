/**
 * What an outside observer may never see: an answered command lost, acted twice, or answered
 * differently.
 *
 * @module
 */
import { strict as assert } from "node:assert";
import {
  actorKey,
  type Answer,
  commandPath,
  type Observed,
  read,
  sendCommand,
} from "./observer.ts";

/** Requests under way at once while checking. */
const LANES = 16;
const PAGE = 500;
/** Id of the key that every command is given with, as the log names it. */
const KEY_ID = "box-office";

interface Fact {
  readonly version: number;
  readonly type: string;
  readonly commandId: string;
  readonly key: string;
}

/** Holds every answer against the actor's log; all commands of these actors must be given. */
export async function checkLogs(url: string, observed: ReadonlyArray<Observed>): Promise<void> {
  const byActor = Map.groupBy(observed, ({ command }) => actorKey(command));
  await inLanes([...byActor], async ([actor, given]) => {
    const facts = await readLog(url, actor);
    assert.deepEqual(
      { actor, versions: facts.map(({ version }) => version) },
      { actor, versions: facts.map((_, index) => index + 1) },
    );
    const byCommand = Map.groupBy(facts, ({ commandId }) => commandId);
    const told = new Set<number>();
    const accepted = new Set<string>();
    for (const one of given) {
      const { answer } = one;
      checkOrder(one);
      if (answer.status >= 300) {
        assert.equal(byCommand.has(answer.body.commandId), false, `${words(one)}: refused, acted`);
        continue;
      }
      const { commandId, version, events } = answer.body;
      assert.equal(told.has(version) && events.length > 0, false, `${words(one)}: version twice`);
      if (events.length > 0) told.add(version);
      assert.equal(accepted.has(commandId), false, `${words(one)}: command id twice`);
      accepted.add(commandId);
      const first = version - events.length + 1;
      const logged = byCommand.get(commandId) ?? [];
      assert.deepEqual(
        { of: words(one), logged: logged.map(({ version, type }) => [version, type]) },
        {
          of: words(one),
          logged: events.map((type: string, index: number) => [first + index, type]),
        },
      );
    }
    const ghosts = facts.filter(({ key, commandId }) => key === KEY_ID && !accepted.has(commandId));
    assert.deepEqual({ actor, ghosts }, { actor, ghosts: [] });
  });
}

/** Repeats every command that has an answer for ever: it must be the same, and said to be so. */
export async function checkReplays(url: string, observed: ReadonlyArray<Observed>): Promise<void> {
  await inLanes(observed.filter(isKept), async (one) => {
    const again = await sendCommand(url, one.command);
    assert.ok(again !== null, `${words(one)}: not answered again`);
    assert.deepEqual(
      { of: words(one), status: again.status, replayed: again.replayed, body: lasting(again) },
      {
        of: words(one),
        status: one.answer.status,
        replayed: true,
        body: lasting(one.answer),
      },
    );
  });
}

/** Accepted, or refused by the domain; faults of form and unknown actors leave the key unused. */
export function isKept({ answer: { status, body } }: Observed): boolean {
  return status < 300 || (status === 409 && "rule" in body && "commandId" in body);
}

/** What was told before a command was sent came before it. */
function checkOrder(one: Observed): void {
  const { answer: { body }, floor } = one;
  if (!isKept(one)) return;
  const least = body.events?.length > 0 ? floor + body.events.length : floor;
  assert.ok(body.version >= least, `${words(one)}: version ${body.version} after ${floor}`);
}

async function readLog(url: string, actor: string): Promise<ReadonlyArray<Fact>> {
  const facts: Array<Fact> = [];
  let cursor = "";
  do {
    const page: Answer = await read(`${url}/v1/${actor}/events?limit=${PAGE}${cursor}`);
    if (page.status === 404) return facts;
    assert.equal(page.status, 200, JSON.stringify(page.body));
    facts.push(...page.body.data);
    const { next } = page.body;
    cursor = next === null ? "" : `&cursor=${encodeURIComponent(next)}`;
  } while (cursor !== "");
  return facts;
}

function lasting({ body: { requestId: _requestId, ...rest } }: Answer): unknown {
  return rest;
}

function words({ command, answer, sends }: Observed): string {
  return `${commandPath(command)} (key ${command.key}, sent ${sends} times, ` +
    `answered ${answer.status} ${JSON.stringify(answer.body)})`;
}

/** Works through a list, so many at a time. */
export async function inLanes<A>(
  items: ReadonlyArray<A>,
  work: (item: A) => Promise<void>,
): Promise<void> {
  const left = items.values();
  await Promise.all(Array.from({ length: LANES }, async () => {
    for (const item of left) await work(item);
  }));
}
