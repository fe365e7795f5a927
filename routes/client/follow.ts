/**
 * The log as it grows: a stream that goes on where it was when the line is lost.
 *
 * @module
 */
import type { Event } from "./forms.ts";
import { type ActorName, type MissingOptions, onceEach } from "./missing.ts";
import { type Filter, queryOf } from "./pages.ts";
import { GatehouseUnreachable, problemFrom } from "./problem.ts";
import { isTransient, pauseMs, type RetryPolicy } from "./retry.ts";
import { jsonOf, type Line } from "./transport.ts";

/** The service is silent for 15 s at most: a line that says nothing for longer is dead. */
const SILENCE_MAX_MS = 45_000;

/** Larger than any fact. */
const BLOCK_LENGTH_MAX = 1024 * 1024;

const PATH = "/v1/events/stream";

/** From where, and until when. */
export interface FollowOptions extends MissingOptions {
  /** Position of the fact seen last; without it only what comes from now on is told. */
  readonly after?: number;
  /** Ends the stream without an error. */
  readonly signal?: AbortSignal;
}

/** Facts as they are committed. Throws when the service says no, or is gone for good. */
export async function* follow(
  line: Line,
  filter: Filter,
  { after, signal = new AbortController().signal, ...options }: FollowOptions,
): AsyncIterable<Event> {
  const tellMissing = onceEach(options);
  const place: Place = { lastId: after?.toString() ?? null, attempt: 0 };
  while (!signal.aborted) {
    place.attempt += 1;
    const cause = yield* listen(line, queryOf(filter), { place, signal, tellMissing });
    if (!signal.aborted) await pauseOrGiveUp(line.retry, { attempt: place.attempt, cause });
  }
}

interface Place {
  lastId: string | null;
  /** Since something was last heard. */
  attempt: number;
}

/** One connection, to its end; gives what ended it. */
async function* listen(
  { base, key, fetch }: Line,
  query: string,
  { place, signal, tellMissing }: {
    readonly place: Place;
    readonly signal: AbortSignal;
    readonly tellMissing: (actors: ReadonlyArray<ActorName>) => void;
  },
): AsyncGenerator<Event, unknown> {
  const silence = new AbortController();
  const listenOn = () => setTimeout(() => silence.abort(new Error("Silence")), SILENCE_MAX_MS);
  let timer = listenOn();
  try {
    const response = await fetch(`${base}${PATH}${query}`, {
      headers: {
        authorization: `Bearer ${key}`,
        ...(place.lastId === null ? {} : { "last-event-id": place.lastId }),
      },
      signal: AbortSignal.any([silence.signal, signal]),
    });
    if (!response.ok) return new Refused(response, await response.text());
    for await (const { id, data, isMissing } of blocksOf(response)) {
      clearTimeout(timer);
      timer = listenOn();
      place.attempt = 0;
      if (isMissing) tellMissing(JSON.parse(data ?? "").quarantined);
      else if (data !== null) yield JSON.parse(data) as Event;
      if (id !== null) place.lastId = id;
    }
    return null;
  } catch (cause) {
    return cause;
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

/** An answer that is no stream. */
class Refused {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;

  constructor({ status, headers }: Response, text: string) {
    this.status = status;
    this.retryAfter = headers.get("retry-after");
    this.text = text;
  }
}

async function pauseOrGiveUp(
  retry: RetryPolicy,
  { attempt, cause }: { readonly attempt: number; readonly cause: unknown },
): Promise<void> {
  const refused = cause instanceof Refused ? cause : null;
  const problem = refused === null ? null : problemFrom(refused.status, jsonOf(refused.text));
  const isWorthIt = problem === null || isTransient(problem.status, problem.code);
  const retryAfter = refused?.retryAfter ?? null;
  const pause = isWorthIt
    ? pauseMs(retry, { attempt: Math.max(1, attempt), retryAfter, random: Math.random() })
    : null;
  if (pause !== null) return await new Promise((resolve) => setTimeout(resolve, pause));
  if (problem !== null) throw problem;
  const request = `GET ${PATH}`;
  throw new GatehouseUnreachable({ request, attempts: attempt, idempotencyKey: null, cause });
}

interface Block {
  readonly id: string | null;
  readonly data: string | null;
  /** It is no fact, and says whose are missing. */
  readonly isMissing: boolean;
}

async function* blocksOf({ body }: Response): AsyncGenerator<Block> {
  if (body === null) return;
  let text = "";
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const blocks = `${text}${piece}`.split("\n\n");
    text = blocks.pop() ?? "";
    if (text.length > BLOCK_LENGTH_MAX) throw new Error("The stream is not one of Gatehouse");
    for (const block of blocks) {
      yield {
        id: /^id: (\d+)$/m.exec(block)?.[1] ?? null,
        data: /^data: (.+)$/m.exec(block)?.[1] ?? null,
        isMissing: /^event: quarantined$/m.test(block),
      };
    }
  }
}
