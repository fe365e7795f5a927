/**
 * What can be done with keys: those of a running service, and one for a configuration file.
 *
 * @module
 */
import { Console, Effect } from "effect";
import { Command, Flag } from "effect/cli";
import { randomKey, SCOPES, sha256 } from "../configuration/mod.ts";
import { ask, confirm, defined, Json, oneAtMost, sayMissing, show, take } from "../inspect/desk.ts";
import { count, sign, text, word } from "../inspect/flags.ts";
import { keyLines, secretLines } from "./columns.ts";

const HOUR_MS = 3_600_000;

/** More than a tenant can have of both kinds. */
const KEYS_MAX = 2_000;

const id = word("id", "Its name, as it stands in the log as who asked");

type Scope = typeof SCOPES[number];

const scopes = Flag.String("scopes").pipe(
  Flag.map((list) => list.split(",").map((one) => one.trim()) as ReadonlyArray<Scope>),
  Flag.filter(
    (list) => list.every((one) => SCOPES.includes(one)),
    () => `must be some of ${SCOPES.join(",")}`,
  ),
  Flag.withDescription(`What it may do, with commas between: ${SCOPES.join(",")}`),
);

/** `list` */
export const list = Command.make(
  "list",
  {},
  Effect.fnUntraced(function* () {
    const keys = yield* ask((box) => take(box.keys.list(sayMissing("Keys")), KEYS_MAX));
    yield* show(keys, (sheet) => keyLines(keys, sheet));
  }),
).pipe(Command.withDescription("All keys of the tenant, by id; never what they are"));

/** `create` */
export const create = Command.make(
  "create",
  { id, scopes, expires: text("expires", "When its time is over, as 2027-08-01T00:00:00Z") },
  Effect.fnUntraced(function* ({ id, scopes, expires }) {
    const wanted = { id, scopes: [...scopes], ...defined({ expiresAt: expires }) };
    const shown = yield* ask((box) => box.keys.create(wanted));
    yield* show([shown], (sheet) => secretLines(shown, sheet));
  }),
).pipe(
  Command.withDescription("Creates a key that is valid at once, and shows it this once"),
  Command.withExamples([
    {
      command: "deno task keys create till-7 --scopes commands:write,read",
      description: "For a till that sells and prints",
    },
  ]),
);

/** `rotate` */
export const rotate = Command.make(
  "rotate",
  { id, overlap: count("overlap-hours", "So long the secret before stays valid; 24 unless given") },
  Effect.fnUntraced(function* ({ id, overlap }) {
    const overlapMs = overlap === undefined ? undefined : overlap * HOUR_MS;
    const shown = yield* ask((box) => box.keys.rotate(id, overlapMs));
    yield* show([shown], (sheet) => secretLines(shown, sheet));
  }),
).pipe(
  Command.withDescription("Makes a new secret and shows it this once; both are valid for a while"),
);

/** `expire` */
export const expire = Command.make(
  "expire",
  {
    id,
    at: text("at", "When, as 2027-08-01T00:00:00Z; now unless given"),
    remove: sign(
      "remove",
      "Now and for good: it is listed no more, and its id is never used again",
    ),
    yes: sign("yes", "Do not ask"),
  },
  Effect.fnUntraced(function* ({ id, at, remove, yes }) {
    yield* oneAtMost({ at, remove });
    if (!yes) yield* confirm(`End the key ${id}?`, 1);
    if (remove) {
      yield* ask((box) => box.keys.remove(id));
      return yield* show([{ id, removed: true }], () => [`The key ${id} is removed`]);
    }
    const key = yield* ask((box) => box.keys.expire(id, at));
    yield* show([key], (sheet) => keyLines([key], sheet));
  }),
).pipe(Command.withDescription("Ends a key at a time, or now"));

/** `make`, which needs no service */
export const make = Command.make(
  "make",
  {},
  Effect.fnUntraced(function* () {
    const key = randomKey();
    const made = { key, sha256: sha256(key) };
    yield* Console.log(
      (yield* Json) ? JSON.stringify(made) : `key     ${made.key}\nsha256  ${made.sha256}`,
    );
  }),
).pipe(
  Command.withDescription("Makes a key with its SHA-256 for a configuration file; nothing is kept"),
);
