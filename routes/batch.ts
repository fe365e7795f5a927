/**
 * Many commands in one request, each as if it had come alone.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { type Answer, ok } from "./answer.ts";
import { givenRequestId } from "./headers.ts";
import type { Services } from "./house.ts";
import { authorise } from "./keys.ts";
import { NO_QUERY } from "./parse.ts";
import { causeAnswer, type Failure, faulty, notFound, Problem, problem } from "./problem.ts";
import { type Asked, type Route, route } from "./route.ts";
import { assertIds } from "./serve.ts";
import { UNKNOWN } from "./unknown.ts";

const ITEMS_MAX = 500;
const BODY_BYTES_MAX = 1024 * 1024;
const PATH_LENGTH_MAX = 512;

/** Actors that are told side by side: enough to fill the store's group commit, and bounded. */
const ACTORS_MAX = 64;

const Item = v.strictObject({
  path: v.pipe(
    v.string(),
    v.maxLength(PATH_LENGTH_MAX, `must have at most ${PATH_LENGTH_MAX} characters`),
    v.regex(/^\/[\x21-\x7E]*$/, "must be the path of a command"),
  ),
  body: v.optional(v.unknown(), {}),
  idempotencyKey: v.nullish(v.string(), null),
});

type Item = v.InferOutput<typeof Item>;

const Batch = v.pipe(
  v.array(Item),
  v.maxLength(ITEMS_MAX, `must have at most ${ITEMS_MAX} commands`),
);

const BatchAnswer = v.object({
  data: v.pipe(
    v.array(v.object({
      status: v.number(),
      body: v.unknown(),
      replayed: v.optional(v.literal(true)),
    })),
    v.description("In the order of the commands: what each would have been answered alone"),
  ),
});

/** `POST /v1/commands:batch`, over the rows whose commands it takes. */
export function batchRoute(commands: ReadonlyArray<Route>): Route {
  const find = commandFinder(commands);
  return route({
    method: "POST",
    path: "/v1/commands:batch",
    access: "commands:write",
    tag: "batch",
    summary: "Up to 500 commands, each atomic, the whole not; those of one actor in their order",
    bodyBytesMax: BODY_BYTES_MAX,
    query: NO_QUERY,
    body: Batch,
    example: [
      { path: "/v1/tickets/T-1/print", body: { printer: "BOX-1" }, idempotencyKey: "print-T-1" },
      { path: "/v1/orders/O-4711/print", body: {}, idempotencyKey: "print-O-4711" },
    ],
    answers: { 200: { description: "What became of each", schema: BatchAnswer } },
    problems: ["bad-header"],
    handle: (asked) => {
      assertKeysInItems(asked.headers);
      asked.house.limits.charge(asked.caller, Math.max(0, asked.body.length - 1));
      return Effect.map(
        answerAll(asked.body, (item) => answerItem(find, item, asked)),
        (answers) => ok({ data: answers.map(shown) }),
      );
    },
  });
}

/** Taken for the whole in silence, it would promise a repetition that is not kept. */
function assertKeysInItems(headers: Headers): void {
  if (!headers.has("idempotency-key")) return;
  throw faulty("bad-header", [{
    pointer: "/headers/idempotency-key",
    detail: "must be given with each command, as its idempotencyKey",
  }]);
}

/** Actors side by side, the commands of one actor one after the other. */
function answerAll(
  items: ReadonlyArray<Item>,
  answer: (item: Item) => Effect.Effect<Answer, never, Services>,
): Effect.Effect<ReadonlyArray<Answer>, never, Services> {
  const numbered = items.map((item, index) => ({ item, index }));
  const byActor = Map.groupBy(numbered, ({ item }) => actorOf(item.path));
  const ofOne = (own: typeof numbered) =>
    Effect.forEach(
      own,
      ({ item, index }) => Effect.map(answer(item), (answered) => ({ index, answered })),
    );
  return Effect.map(
    Effect.forEach(byActor.values(), ofOne, { concurrency: ACTORS_MAX }),
    (groups) =>
      groups.flat().sort((one, other) => one.index - other.index).map(({ answered }) => answered),
  );
}

/** The path without its verb and query. */
function actorOf(path: string): string {
  const { pathname } = split(path);
  return pathname.slice(0, pathname.lastIndexOf("/"));
}

/** The way of a request that came alone, from its row on. */
function answerItem(
  find: ReturnType<typeof commandFinder>,
  { path, body, idempotencyKey }: Item,
  asked: Asked,
): Effect.Effect<Answer, never, Services> {
  const { requestId, house, caller } = asked;
  const respond = (): Effect.Effect<Answer, Failure, Services> => {
    const { pathname, search } = split(path);
    const { row, params } = find(pathname) ?? noCommand(house.methodsOf(pathname));
    authorise(caller, row.access, undefined);
    assertIds(params);
    const text = JSON.stringify(body);
    const limitBytes = house.bodyBytesMax;
    if (new TextEncoder().encode(text).length > limitBytes) {
      throw problem("body-too-large", { fields: { limitBytes } });
    }
    const headers = headersOf(idempotencyKey, asked.headers);
    const arrival = { caller, requestId, headers, house, path: pathname, search, params, text };
    return row.begin(arrival).effect;
  };
  return Effect.catchCause(
    Effect.suspend(() => problemsFailing(respond)),
    (cause) => causeAnswer(cause, requestId),
  );
}

/** What a row throws before it has an effect is an answer too. */
function problemsFailing(
  respond: () => Effect.Effect<Answer, Failure, Services>,
): Effect.Effect<Answer, Failure, Services> {
  try {
    return respond();
  } catch (error) {
    if (error instanceof Problem) return Effect.fail(error);
    throw error;
  }
}

function noCommand(methods: ReadonlyArray<string>): never {
  if (methods.length === 0) throw notFound(UNKNOWN.path);
  throw faulty("invalid", [{ pointer: "/path", detail: "must be the path of a command" }]);
}

/** A key that no header can carry is told as the header would be: it is read as one. */
function headersOf(idempotencyKey: string | null, ofBatch: Headers): Headers {
  const headers = new Headers();
  const requestId = givenRequestId(ofBatch);
  if (requestId !== null) headers.set("x-request-id", requestId);
  if (idempotencyKey === null) return headers;
  const isPlain = /^[\x21-\x7E]([\x20-\x7E]*[\x21-\x7E])?$/.test(idempotencyKey);
  headers.set("idempotency-key", isPlain ? idempotencyKey : '"');
  return headers;
}

function split(path: string): { readonly pathname: string; readonly search: string } {
  const question = path.indexOf("?");
  return question < 0
    ? { pathname: path, search: "" }
    : { pathname: path.slice(0, question), search: path.slice(question + 1) };
}

interface Found {
  readonly row: Route;
  readonly params: Readonly<Record<string, string>>;
}

function commandFinder(commands: ReadonlyArray<Route>): (pathname: string) => Found | null {
  const byShape = new Map(commands.map((row) => [row.path.replace(/\{\w+\}/, "*"), row]));
  return (pathname) => {
    const [, version, plural, id = "", verb, ...rest] = pathname.split("/");
    const row = byShape.get(`/${version}/${plural}/*/${verb}`);
    const name = row === undefined ? undefined : /\{(\w+)\}/.exec(row.path)?.[1];
    return row === undefined || name === undefined || rest.length > 0
      ? null
      : { row, params: { [name]: id } };
  };
}

function shown({ status, body, headers }: Answer): object {
  const isReplay = headers?.["idempotency-replayed"] === "true";
  return { status, body, ...(isReplay ? { replayed: true } : {}) };
}
