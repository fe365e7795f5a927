/**
 * The reference access-control system over HTTP: implements `AccessControl` with the wire that
 * stands in for Fortress's own, which is not public.
 *
 * @module
 */
import { Clock, Effect, type Scope } from "effect";
import {
  type AccessControl,
  type BreakerPolicy,
  type Called,
  DEFAULT_PACE,
  NotAnswered,
  type Outcome,
  type OutgoingCommand,
  type PacePolicy,
  type RetryPolicy,
} from "../../actors/access_control.ts";
import { type Parsed, parseListPage, parseScanPage } from "./answers.ts";
import { call, type CallOptions, makeClient } from "./call.ts";
import { classify, classifyFailure, type Question, whyNoPage } from "./classify.ts";
import { encodeCommand } from "./message.ts";

/** A `done` with eight credentials is under 2 KiB. */
const ANSWER_MAX_BYTES = 64 * 1024;
const LIST_MAX_BYTES = 1024 * 1024;
const SCANS_A_PAGE = 500;
/** A card of a hundred admissions takes 7 KiB in a list. */
const CREDENTIALS_A_PAGE = 100;

/** One configured system, as `AccessControl` wants it, with how to reach it. */
export interface FortressOptions {
  readonly tenant: string;
  readonly name: string;
  /** Base of all calls; its path is kept, with or without a slash at the end. */
  readonly url: string;
  /** Never in a reason nor in a log. */
  readonly token: string;
  readonly tickets: "barcode" | "print";
  readonly retry: RetryPolicy;
  readonly breaker: BreakerPolicy;
  /** `DEFAULT_PACE` unless given. */
  readonly pace?: PacePolicy;
  readonly pollMs: number;
  readonly reconcileEveryMs: number;
  readonly repair: "propose" | "automatic";
}

/** Opens the adapter; its connections close with the scope. Dies on a `url` that is none. */
export const makeFortress: (
  options: FortressOptions,
) => Effect.Effect<AccessControl, never, Scope.Scope> = Effect.fn("Fortress.make")(
  function* (options: FortressOptions) {
    const base = new URL(options.url);
    const client = yield* Effect.acquireRelease(
      Effect.sync(makeClient),
      (opened) => Effect.sync(() => opened.close()),
    );
    const answerCall: CallOptions = {
      client,
      token: options.token,
      timeoutMs: options.retry.attemptTimeoutMs,
      bodyMaxBytes: ANSWER_MAX_BYTES,
    };
    const commandUrl = (commandId: string) =>
      under(base, `commands/${encodeURIComponent(commandId)}`);

    const send = Effect.fn("Fortress.send")(function* (command: OutgoingCommand) {
      const post = { key: command.commandId, body: encodeCommand(command) };
      return yield* timed(call(under(base, "commands"), { ...answerCall, post }), {
        commandId: command.commandId,
        asked: false,
        token: options.token,
      });
    });

    const ask = Effect.fn("Fortress.ask")((commandId: string) =>
      timed(call(commandUrl(commandId), answerCall), {
        commandId,
        asked: true,
        token: options.token,
      })
    );

    const pageOf = Effect.fnUntraced(function* <A>(
      path: "scans" | "credentials",
      { cursor, limit, parse }: {
        readonly cursor: string | null;
        readonly limit: number;
        readonly parse: (body: Uint8Array | null) => Parsed<A>;
      },
    ) {
      const url = under(base, path);
      if (cursor !== null) url.searchParams.set("cursor", cursor);
      url.searchParams.set("limit", String(limit));
      const reply = yield* call(url, { ...answerCall, bodyMaxBytes: LIST_MAX_BYTES }).pipe(
        Effect.mapError(({ reason }) => new NotAnswered({ reason })),
      );
      const page = reply.status === 200 ? parse(reply.body) : null;
      return page ?? (yield* new NotAnswered({ reason: whyNoPage(reply) }));
    });

    const credentials = Effect.fn("Fortress.credentials")((cursor: string | null) =>
      pageOf("credentials", { cursor, limit: CREDENTIALS_A_PAGE, parse: parseListPage })
    );

    const scans = Effect.fn("Fortress.scans")(function* (cursor: string | null) {
      const page = yield* pageOf("scans", { cursor, limit: SCANS_A_PAGE, parse: parseScanPage });
      if (page.leftOut > 0) {
        yield* Effect.logWarning("Left out scans that are not of the wire's form").pipe(
          Effect.annotateLogs({ accessControl: options.name, leftOut: page.leftOut }),
        );
      }
      return { items: page.items, next: page.next };
    });

    const { tenant, name, tickets, retry, breaker, pace = DEFAULT_PACE } = options;
    const { pollMs, reconcileEveryMs, repair } = options;
    const rhythm = { retry, breaker, pace, pollMs, reconcileEveryMs };
    return { tenant, name, tickets, repair, ...rhythm, send, ask, scans, credentials };
  },
);

/** Below `base` with its path kept: `new URL` alone would cut off a last part without a slash. */
function under(base: URL, path: string): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/, "")}/${path}`;
  return url;
}

const timed = Effect.fnUntraced(function* (
  calling: ReturnType<typeof call>,
  question: Omit<Question, "now">,
) {
  const startedAt = yield* Clock.currentTimeMillis;
  const ended = yield* Effect.result(calling);
  const now = yield* Clock.currentTimeMillis;
  const outcome = ended._tag === "Success"
    ? classify(ended.success, { ...question, now })
    : classifyFailure(ended.failure, question);
  const httpStatus = ended._tag === "Success" ? ended.success.status : ended.failure.status;
  return called(outcome, { httpStatus, durationMs: now - startedAt });
});

function called(outcome: Outcome, seen: Omit<Called, "outcome">): Called {
  return { outcome, ...seen };
}
