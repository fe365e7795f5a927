/**
 * The program for terminals as a process of its own, against the running service.
 *
 * @module
 */
import assert from "node:assert/strict";
import { inFolder } from "../../support/service_file.ts";
import { follow, inspect, inspectJson, type Shown } from "../../support/inspect.ts";
import { KEYS, onStage } from "../../support/service.ts";
import { activePass, allocate, printedTicket } from "../../support/service_season.ts";

const UNREACHED = "http://127.0.0.1:1";

function assertOneSentence({ code, lines, stderr }: Shown, told: RegExp): void {
  assert.match(stderr, /^[^\n]+\.\n$/);
  assert.match(stderr, told);
  assert.doesNotMatch(stderr, /\bat .*:\d+:\d+|file:\/\/|\.ts\b|Uncaught/);
  assert.deepEqual([code, lines], [1, []]);
}

/** Words of each line, without its head. */
function rowsOf({ code, lines, stderr }: Shown): ReadonlyArray<ReadonlyArray<string>> {
  assert.deepEqual([code, stderr], [0, ""]);
  return lines.slice(1).map((line) => line.trim().split(/ {2,}/));
}

Deno.test(
  "events shows the newest facts in columns, and with --json as the service gives them",
  onStage(async ({ box, url }) => {
    await printedTicket(box, "T-1");
    await activePass(box, "P-1", ["M01"]);
    const shown = await inspect(url, ["events", "--actor", "ticket/T-1"]);
    assert.match(shown.lines[0] ?? "", /^POSITION {2}AT \(UTC\) +ACTOR +V {2}TYPE +WHAT$/);
    const types = rowsOf(shown).map(([, , actor, version, type]) => [actor, version, type]);
    assert.deepEqual(types, [
      ["ticket/T-1", "1", "TicketAllocated"],
      ["ticket/T-1", "2", "PrintRequested"],
      ["ticket/T-1", "3", "DeliveryQueued"],
      ["ticket/T-1", "4", "BarcodeBound"],
    ]);
    const starts = shown.lines.slice(1).map((line) => line.indexOf("ticket/T-1"));
    assert.deepEqual(new Set(starts), new Set([shown.lines[0]?.indexOf("ACTOR")]));
    const { body } = await box.ask<{ data: unknown }>("GET", "events?kind=pass&sort=newest");
    const facts = await inspectJson(url, ["events", "--kind", "pass"]);
    assert.deepEqual(facts.toReversed(), body.data);
    assert.equal((await inspectJson(url, ["events", "--limit", "2"])).length, 2);
  }),
);

Deno.test(
  "events --follow goes on where the table ends, whatever is committed in between",
  onStage(async ({ box, url }) => {
    await allocate(box, "T-1");
    await using late = beforeStreams(url, async () => {
      await allocate(box, "T-2");
      await box.did("tickets/T-1/print");
    });
    await using tail = follow(late.url, ["events", "--actor", "ticket/T-1", "--follow", "--json"]);
    await tail.shows(4);
    await box.did("tickets/T-1/cancel", { reason: "asked for" });
    const facts = (await tail.shows(5)).slice(0, 5).map((line) => JSON.parse(line));
    assert.deepEqual(facts.map(({ actor, version }) => [actor.id, version]), [
      ["T-1", 1],
      ["T-1", 2],
      ["T-1", 3],
      ["T-1", 4],
      ["T-1", 5],
    ]);
  }),
);

Deno.test("events says beside its table, and beside its lines, whose facts are missing", async () => {
  await using service = damagedService();
  for (const options of [[], ["--json"]]) {
    const { code, lines, stderr } = await inspect(service.url, ["events", ...options]);
    assert.equal(stderr, "Facts are missing: what is stored of ticket T-1 is damaged.\n");
    assert.equal(code, 0);
    assert.equal(lines.filter((line) => line.includes("T-2")).length, 1);
    assert.ok(!lines.join().includes("T-1"));
  }
});

/** A service that has one fact of T-2, and cannot read those of T-1. */
function damagedService() {
  const fact = {
    position: 7,
    actor: { kind: "ticket", id: "T-2" },
    version: 1,
    type: "TicketAllocated",
    at: "2027-05-01T18:00:00.000Z",
    sentence: "Sold",
  };
  const answer = { data: [fact], next: null, quarantined: [{ kind: "ticket", id: "T-1" }] };
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => Response.json(answer),
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** The service at another address, where something happens before a stream is opened. */
function beforeStreams(url: string, happen: () => Promise<void>) {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (asked) => {
      const { pathname, search } = new URL(asked.url);
      if (pathname.endsWith("/stream")) await happen();
      return fetch(`${url}${pathname}${search}`, { headers: asked.headers });
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test(
  "actor shows a state now and then, what changed, who changed it, and that it is as told",
  onStage(async ({ box, url }) => {
    await printedTicket(box, "T-1");
    const now = await inspect(url, ["actor", "T-1"]);
    assert.equal(now.lines[0], "ticket T-1, version 4");
    assert.match(now.lines.join("\n"), /^status +printed$/m);
    assert.match(now.lines.join("\n"), /BarcodeBound/);
    const then = await inspect(url, ["actor", "ticket/T-1", "--version", "1"]);
    assert.equal(then.lines[0], "ticket T-1, version 1");
    assert.match(then.lines.join("\n"), /^status +unprinted$/m);
    assert.doesNotMatch(then.lines.join("\n"), /BarcodeBound/);
    const diff = await inspect(url, ["actor", "T-1", "--version", "1..4", "--diff"]);
    assert.equal(diff.lines[0], "From version 1 to 4");
    assert.match(diff.lines.join("\n"), /^replace +\/status +printed$/m);
    const last = await inspect(url, ["actor", "T-1", "--diff"]);
    assert.equal(last.lines[0], "From version 3 to 4");
    const blame = rowsOf(await inspect(url, ["actor", "T-1", "--blame", "/status"]));
    assert.deepEqual(blame[0]?.[0], "1");
    assert.equal(blame[0]?.at(-1), "unprinted");
    const at = new Date().toISOString();
    const same = await inspect(url, ["actor", "T-1", "--at", at, "--diff"]);
    assert.deepEqual(same.lines, ["From version 4 to 4", "", "Nothing changed"]);
    await box.asked("tickets/T-1/cancel", { reason: "because" });
    const since = await inspect(url, ["actor", "T-1", "--at", at, "--diff"]);
    assert.match(since.lines.join("\n"), /^replace +\/status +cancelled$/m);
    const both = await inspect(url, ["actor", "T-1", "--verify", "--snapshots"]);
    assertOneSentence(both, /--verify and --snapshots/);
    const [verified] = (await inspect(url, ["actor", "T-1", "--verify"])).lines;
    assert.match(verified ?? "", /^AS TOLD {2}\d+ facts folded to version/);
  }),
);

Deno.test(
  "gate-check tells why a barcode opens or not, and what to do",
  onStage(async ({ box, url }) => {
    const barcode = await printedTicket(box, "T-1");
    const open = await inspect(url, ["gate-check", barcode, "M01"]);
    assert.equal(open.lines[0], "OPEN");
    const long = ["--at", "2020-01-01T00:00:00Z"];
    const early = await inspect(url, ["gate-check", barcode, "M01", ...long]);
    assert.match(
      early.lines[1] ?? "",
      /^Nobody had it yet then: it was issued at .+Z, to ticket T-1/,
    );
    assert.match(early.lines[3] ?? "", /; the barcode is ticket\/T-1's\.$/);
    await box.did("tickets/T-1/cancel", { reason: "asked for" });
    const { code, lines } = await inspect(url, ["gate-check", barcode, "M01"]);
    assert.deepEqual([code, lines[0]], [0, "REFUSED  ticket-cancelled"]);
    assert.match(lines[2] ?? "", /^Do: ./);
    assert.match(lines.join("\n"), /^ *\d+ .*ticket\/T-1 .*TicketCancelled/m);
  }),
);

Deno.test(
  "deliveries shows the dead, and retries them when it is told to and not before",
  onStage(async ({ box, main, url }) => {
    await main.setFaults({ poisonSubjects: ["T-1"] });
    await allocate(box, "T-1");
    const { operation } = await box.asked("tickets/T-1/print");
    assert.equal(await box.outcome(operation), "failed");
    await main.setFaults({});
    const status = async () => (await box.deliveries("tickets/T-1"))[0]?.status;
    const [dead, ...others] = rowsOf(await inspect(url, ["deliveries", "--dead"]));
    assert.deepEqual(dead?.slice(1, 4), ["ticket/T-1", "issueTicket", "dead"]);
    assert.deepEqual(others, []);
    await printedTicket(box, "T-2");
    for (const mend of [["--retry"], ["--discard", "given up"]]) {
      const meant = rowsOf(await inspect(url, ["deliveries", ...mend, "--preview"]));
      assert.deepEqual(meant, [dead], `${mend[0]} means the dead`);
    }
    assert.equal(rowsOf(await inspect(url, ["deliveries"])).length, 2);
    const unasked = await inspect(url, ["deliveries", "--dead", "--retry"]);
    assert.equal(unasked.code, 1);
    assert.match(unasked.stderr, /^Nothing was done: say --yes/);
    assert.equal(await status(), "dead");
    const both = ["deliveries", "--dead", "--retry", "--discard", "given up", "--yes"];
    assertOneSentence(await inspect(url, both), /--retry and --discard/);
    assert.equal(await status(), "dead");
    const [retried] = rowsOf(await inspect(url, ["deliveries", "--dead", "--retry", "--yes"]));
    assert.equal(retried?.[0], dead?.[0]);
    assert.equal(await box.outcome(operation), "confirmed");
    assert.deepEqual((await inspect(url, ["deliveries", "--dead"])).lines, ["No such delivery"]);
  }),
);

Deno.test(
  "adapters --test says whether a system answers, and ends with 1 when it does not",
  onStage(async ({ main, url }) => {
    const good = await inspect(url, ["adapters", "main", "--test"]);
    assert.equal(good.code, 0);
    assert.match(good.lines.join("\n"), /^ANSWERS {2}.+, in \d+ ms$/);
    await main.setFaults({ unavailable: true });
    const bad = await inspect(url, ["adapters", "main", "--test"]);
    assert.equal(bad.code, 1);
    assert.match(bad.lines.join("\n"), /^TRANSIENT {2}.+503.*, in \d+ ms$/);
    const nameless = await inspect(url, ["adapters", "--pause"]);
    assertOneSentence(nameless, /Name one system/);
    const both = await inspect(url, ["adapters", "main", "--pause", "--resume"]);
    assertOneSentence(both, /--pause and --resume/);
  }),
);

Deno.test(
  "operation --tree, search and bundle show what the service knows",
  onStage(async ({ box, url }) => {
    await allocate(box, "T-1");
    const { operation } = await box.did("tickets/T-1/print");
    const { lines } = await inspect(url, ["operation", operation.id, "--tree"]);
    assert.match(lines[0] ?? "", /^PrintTicket ticket\/T-1/);
    assert.match(lines.join("\n"), /^.*[├└]─ issueTicket to main {2}confirmed, 1 try$/m);
    const hits = rowsOf(await inspect(url, ["search", "T-1"]));
    assert.deepEqual(hits[0]?.slice(0, 2), ["ticket/T-1", "id"]);
    const bundle = await inspect(url, ["bundle", "ticket/T-1"]);
    assert.equal(JSON.parse(bundle.lines.join("\n")).actor.id, "T-1");
  }),
);

Deno.test(
  "what cannot be done is one sentence and code 1, what is not understood is one and 64",
  onStage(async ({ url }) => {
    assertOneSentence(
      await inspect(url, ["events"], { key: "nobodys" }),
      /does not know this key: set GATEHOUSE_KEY/,
    );
    assertOneSentence(await inspect(url, ["events"], { key: KEYS.clerk }), /lacks the scope/);
    assertOneSentence(await inspect(UNREACHED, ["events"]), /^Cannot reach Gatehouse at http/);
    assertOneSentence(await inspect("http://192.0.2.1", ["events"]), /GATEHOUSE_ALLOW_NET/);
    assertOneSentence(await inspect(url, ["actor", "ticket/T-none"]), /./);
    assertOneSentence(await inspect(url, ["actor", "seat/T-1"]), /names no actor/);
    assertOneSentence(await inspect(url, ["actor", "T-1", "--version", "1..2"]), /for --diff/);
    const misunderstood = [
      ["events", "--limit", "many"],
      ["actor"],
      ["actor", "T-1", "--version", "3..", "--diff"],
    ];
    for (const args of misunderstood) {
      const { code, stderr } = await inspect(url, args);
      assert.equal(code, 64, args.join(" "));
      assert.match(stderr, /^[A-Z][^\n]+; see deno task inspect (events|actor) --help\.\n$/);
    }
  }),
);

Deno.test(
  "without a key it shows a service of this machine the key that lies in the data folder",
  onStage(async ({ url }) => {
    await inFolder(async (data) => {
      await Deno.writeTextFile(`${data}/demo.key`, `${KEYS.all}\n`);
      assert.equal((await inspect(url, ["events"], { key: "", data })).code, 0);
      const elsewhere = await inspect("http://192.0.2.1", ["events"], { key: "", data });
      assertOneSentence(elsewhere, /^There is no key/);
    });
  }),
);
