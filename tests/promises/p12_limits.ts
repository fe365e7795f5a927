/**
 * P12: what is too large, too deep or too many is refused, and costs the others nothing.
 *
 * @module
 */
import { Effect } from "effect";
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import { ALLOCATION } from "../support/api.ts";
import { type AttackedServer, openAttackedServer } from "../support/faults_server.ts";
import type { Round, Trial } from "./trial.ts";

/** One thing that is too much, and the statuses it may have; `null`: closed without an answer. */
interface Excess {
  readonly what: string;
  readonly head: readonly [target: string, ...headers: ReadonlyArray<string>];
  readonly body: string | Uint8Array;
  readonly allowed: ReadonlyArray<number | null>;
}

const ALLOCATE = "POST /v1/tickets/T-1/allocate";
const CATALOGUE = "PUT /v1/catalogue";
/** A figure for the soak's line: a time says nothing on a machine that has other work too. */
const SLOW_MS = 1000;

/** Each of them once a round, in another order and size. */
export const LIMITS: Trial = {
  promise: "P12",
  title: "what is too large, too deep or too many is refused at once, and others are served",
  rounds: 1,
  round: (seed) =>
    Effect.runPromise(Effect.scoped(Effect.gen(function* () {
      const server = yield* openAttackedServer();
      return yield* Effect.promise(() => exceedAll(server, makeDice(seed)));
    }))),
};

async function exceedAll(server: AttackedServer, dice: Dice): Promise<Round> {
  const broken: Array<string> = [];
  let slow = 0;
  const all = excesses(dice).map((excess) => ({ excess, order: dice.roll() }))
    .sort((one, other) => one.order - other.order);
  for (const { excess: { what, head, body, allowed } } of all) {
    const start = performance.now();
    using client = await server.connect();
    // whoever reads it may stop in the middle
    const written = client.write(server.head(...head)).then(() => client.write(body));
    const status = await client.status();
    const tookMs = performance.now() - start;
    if (!allowed.includes(status)) broken.push(`${what}: ${status}`);
    if (tookMs > SLOW_MS) slow += 1;
    const honest = await fetch(`http://127.0.0.1:${server.port}/healthz`);
    if (honest.status !== 200) broken.push(`After ${what}: ${honest.status}`);
    await honest.body?.cancel();
    written.catch(() => {});
  }
  return { tried: { excesses: all.length, requests: 2 * all.length, slow }, broken };
}

function excesses(dice: Dice): ReadonlyArray<Excess> {
  const size = 70_000 + dice.pick(100_000);
  return [...tooLarge(size), ...tooMuchInside(dice), ...malformed(size)];
}

function tooLarge(size: number): ReadonlyArray<Excess> {
  const text = `{"a":"${"a".repeat(size)}"}`;
  const chunked = `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;
  return [
    excess("a declared body", [ALLOCATE, `Content-Length: ${text.length}`], text, [413]),
    excess("an undeclared body", [ALLOCATE, "Transfer-Encoding: chunked"], chunked, [413]),
    excess("a body that is only declared", [ALLOCATE, "Content-Length: 99999999999999"], "", [413]),
    excess("a header", [ALLOCATE, `X-Long: ${"a".repeat(10 * size)}`], "", [400, 431, null]),
    excess(
      "very many headers",
      [
        ALLOCATE,
        ...Array.from({ length: 10_000 }, (_, index) => `X-${index}: 1`),
      ],
      "",
      [400, 431, null],
    ),
    excess("a path", [`GET /v1/tickets/${"a".repeat(10 * size)}`], "", [400, 414, 431, null]),
    excess("a query", [`GET /v1/events?cursor=${"a".repeat(60_000)}`], "", [400, 414, 431, null]),
  ];
}

function tooMuchInside(dice: Dice): ReadonlyArray<Excess> {
  const deep = 1000 + dice.pick(20_000);
  const item = `{"path":"/v1/tickets/T-1/print","body":{}}`;
  const json = (what: string, target: string, text: string, allowed = [422]) =>
    excess(what, [target, `Content-Length: ${text.length}`], text, allowed);
  return [
    json("nested arrays", ALLOCATE, "[".repeat(deep) + "]".repeat(deep)),
    json("nested objects", ALLOCATE, '{"a":'.repeat(deep / 2) + "1" + "}".repeat(deep / 2)),
    json("half a million items", CATALOGUE, `[${"0,".repeat(500_000)}0]`),
    json("a million items", CATALOGUE, `[${"0,".repeat(1_000_000)}0]`, [413]),
    json(
      "a hundred thousand members",
      CATALOGUE,
      `{${Array.from({ length: 80_000 }, (_, index) => `"${index}":0`).join()}}`,
    ),
    json(
      "nested in a command of a batch",
      "POST /v1/commands:batch",
      `[{"path":"/v1/tickets/T-1/print","body":{"a":${"[".repeat(deep)}${"]".repeat(deep)}}}]`,
    ),
    json("commands in a batch", "POST /v1/commands:batch", `[${Array(501).fill(item).join()}]`),
    json("a member that stands twice", ALLOCATE, allocationWith('"orderId":"a","orderId":"b"')),
    json("digits", ALLOCATE, allocationWith(`"orderId":${"9".repeat(60_000)}`)),
    json("an exponent", ALLOCATE, allocationWith('"orderId":1e999999')),
  ];
}

/** Nothing else is wrong with it: it would be accepted. */
function allocationWith(members: string): string {
  const { orderId: _orderId, ...rest } = ALLOCATION;
  return `{${members},${JSON.stringify(rest).slice(1)}`;
}

function malformed(size: number): ReadonlyArray<Excess> {
  // a tag 2 with the head of a 4 GiB byte string
  const bignum = new Uint8Array([0xc2, 0x5a, 0xff, 0xff, 0xff, 0xff, ...Array(1000).fill(0xff)]);
  const cbor = ["Content-Type: application/cbor", `Content-Length: ${bignum.length}`];
  const refused = [400, 413, 415, 501, null];
  return [
    excess("a CBOR bignum", [ALLOCATE, ...cbor], bignum, refused),
    excess("a negative length", [ALLOCATE, "Content-Length: -1"], "", refused),
    excess("two lengths", [ALLOCATE, "Content-Length: 2", "Content-Length: 3"], "{}", refused),
    excess("a chunk without end", [ALLOCATE, "Transfer-Encoding: chunked"], "fffffffffffffffff", [
      ...refused,
      408,
    ]),
    excess("no chunk", [ALLOCATE, "Transfer-Encoding: chunked"], "z\r\n", refused),
    excess(
      "a length and chunks",
      [
        ALLOCATE,
        "Content-Length: 4",
        "Transfer-Encoding: chunked",
      ],
      "0\r\n\r\nGET /v1/events HTTP/1.1\r\n\r\n",
      [400, 422, null],
    ),
    excess("no HTTP", ["\u0016\u0003\u0001\u0002"], "a".repeat(size), refused),
  ];
}

function excess(
  what: string,
  head: Excess["head"],
  body: Excess["body"],
  allowed: Excess["allowed"],
): Excess {
  return { what, head, body, allowed };
}
