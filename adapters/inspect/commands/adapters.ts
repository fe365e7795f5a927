/**
 * `adapters`: how the access-control systems are doing, and stopping, starting and trying them.
 *
 * @module
 */
import { Effect } from "effect";
import { Command } from "effect/cli";
import type { Adapter, AdapterTest } from "../../../routes/client/mod.ts";
import { nameOf, timeOf } from "../columns.ts";
import { ask, Found, InspectFailed, oneAtMost, show } from "../desk.ts";
import { wordOf } from "../fields.ts";
import { maybeWord, sign, text } from "../flags.ts";
import type { Sheet, Tone } from "../sheet.ts";
import { type Column, tableOf } from "../table.ts";

const STATUS: Readonly<Record<Adapter["status"], Tone>> = {
  up: "good",
  down: "bad",
  paused: "warn",
};

const ADAPTERS: ReadonlyArray<Column<Adapter>> = [
  { title: "NAME", of: ({ name }) => name, tone: () => "strong" },
  { title: "STATUS", of: ({ status }) => status, tone: ({ status }) => STATUS[status] },
  { title: "BREAKER", of: ({ breaker }) => breaker },
  { title: "BACKLOG", of: ({ backlog }) => String(backlog), align: "right" },
  { title: "DEAD", of: ({ dead }) => String(dead), align: "right" },
  { title: "OLDEST", of: ({ oldestAgeMs }) => ageOf(oldestAgeMs), align: "right" },
  { title: "EXPOSED", of: ({ exposure }) => String(exposure.length), align: "right" },
  { title: "WHY", of: ({ reason }) => wordOf(reason) },
];

const EXPOSED: ReadonlyArray<Column<Adapter["exposure"][number]>> = [
  { title: "STILL OPEN", of: ({ actor }) => nameOf(actor), tone: () => "bad" },
  { title: "CREDENTIAL", of: ({ credential }) => credential === null ? "-" : `…${credential}` },
  { title: "REVOKED (UTC)", of: ({ since }) => timeOf(since) },
  { title: "DELIVERY", of: ({ delivery }) => delivery },
];

/** All of them, or one with what is revoked and still open there. */
export const adapters = Command.make(
  "adapters",
  {
    name: maybeWord("name", "One system; without it all are listed"),
    pause: sign("pause", "Send it nothing more; commands are still accepted and queued"),
    reason: text("reason", "Why it is paused"),
    resume: sign("resume", "Send again, revocations first"),
    test: sign("test", "Ask it something harmless: whether it answers, and how fast"),
  },
  Effect.fnUntraced(function* ({ name, pause, reason, resume, test }) {
    yield* oneAtMost({ pause, resume, test });
    if (name === undefined) {
      if (pause || resume || test) {
        const sentence = "Name one system: deno task inspect adapters NAME --test";
        return yield* new InspectFailed({ sentence });
      }
      const all = yield* ask((box) => box.adapters());
      return yield* show(all, (sheet) => tableOf(ADAPTERS, all, sheet));
    }
    if (test) return yield* tryOut(name);
    const one = yield* ask(({ adapter }) =>
      pause ? adapter.pause(name, reason) : resume ? adapter.resume(name) : adapter.get(name)
    );
    yield* show([one], (sheet) => linesOf(one, sheet));
  }),
).pipe(
  Command.withDescription("The access-control systems: health, backlog, what is still open"),
  Command.withExamples([
    { command: "deno task inspect adapters", description: "How they are doing" },
    { command: "deno task inspect adapters main --test", description: "Whether main answers" },
    {
      command: 'deno task inspect adapters main --pause --reason "maintenance"',
      description: "Sends nothing until --resume",
    },
  ]),
);

const tryOut = Effect.fnUntraced(function* (name: string) {
  const found = yield* ask((box) => box.adapter.test(name));
  yield* show([found], (sheet) => [testLine(found, sheet)]);
  if (!found.ok) return yield* new Found({ what: "a system that does not answer well" });
});

function testLine({ ok, durationMs, outcome, detail }: AdapterTest, sheet: Sheet): string {
  const verdict = sheet.paint(ok ? "good" : "bad", ok ? "ANSWERS" : outcome.toUpperCase());
  return `${verdict}  ${wordOf(detail)}, in ${durationMs} ms`;
}

function linesOf(one: Adapter, sheet: Sheet): ReadonlyArray<string> {
  const { exposure } = one;
  const exposed = exposure.length === 0 ? [] : ["", ...tableOf(EXPOSED, exposure, sheet)];
  return [...tableOf(ADAPTERS, [one], sheet), ...exposed];
}

function ageOf(ms: number | null): string {
  if (ms === null) return "-";
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
