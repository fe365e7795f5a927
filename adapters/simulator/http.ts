/**
 * Answers and bodies of the simulator's HTTP side.
 *
 * @module
 */
import { Data, Effect } from "effect";
import * as v from "valibot";

/** A card with ten thousand admissions fits. */
const BODY_MAX_BYTES = 4 * 1024 * 1024;

/** The request is not of the wire's form; `status` is what it is answered with. */
export class BadRequest extends Data.TaggedError("BadRequest")<{
  readonly status: 400 | 411 | 413;
  readonly detail: string;
}> {}

/** A JSON answer. */
export function json(status: number, body: unknown, headers: HeadersInit = {}): Response {
  return Response.json(body, { status, headers });
}

/**
 * An answer that breaks off before its body: as near to a cut as a handler of `Deno.serve` can get.
 * The server closes a connection whose body ends before its declared length.
 */
export function cut(): Response {
  const nothing = new ReadableStream({ start: (stream) => stream.close() });
  return new Response(nothing, { headers: { "content-length": "100" } });
}

/** The body as text, bounded by the length that the caller must declare. */
export const readText = Effect.fnUntraced(function* (request: Request) {
  const declared = request.headers.get("content-length");
  if (declared === null) {
    return yield* new BadRequest({ status: 411, detail: "Content-Length is missing" });
  }
  if (!(Number(declared) <= BODY_MAX_BYTES)) {
    return yield* new BadRequest({ status: 413, detail: "The body is too large" });
  }
  return yield* Effect.tryPromise({
    try: () => request.text(),
    catch: () => new BadRequest({ status: 400, detail: "The body broke off" }),
  });
});

/** `text` as JSON of the form of `schema`, or a `BadRequest` that names the first fault. */
export function parseAs<S extends v.GenericSchema>(
  schema: S,
  text: string,
): Effect.Effect<v.InferOutput<S>, BadRequest> {
  const bad = (detail: string) => Effect.fail(new BadRequest({ status: 400, detail }));
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return bad("The body is not JSON");
  }
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return Effect.succeed(parsed.output);
  const [issue] = parsed.issues;
  return bad(`${v.getDotPath(issue) ?? "body"}: ${issue.message}`);
}
