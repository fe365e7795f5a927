/**
 * Answers that the simulator brings by itself, to Gatehouse's `/replies`.
 *
 * @module
 */
import { Data, Effect, Schedule, type Scope } from "effect";

/** Where pushed replies go. */
export interface ReplyTarget {
  /** `{gatehouse}/v1/access-control/{name}/replies`. */
  readonly url: string;
  /** The access control's own key there. */
  readonly key: string;
}

/** More than this under way are not pushed: they can be asked for. */
const UNDER_WAY_MAX = 10_000;
const PUSH_TIMEOUT_MS = 5000;
const PUSH_RETRIES = 8;

/** Pushes replies in the background. */
export interface Replies {
  readonly setTarget: (target: ReplyTarget | null) => void;
  /** Sends `bodies` in order, or keeps them until `holdUntil` are there and turns them round. */
  readonly push: (
    bodies: ReadonlyArray<object>,
    holdUntil: number | undefined,
  ) => Effect.Effect<void>;
  /** Sends what was kept. */
  readonly release: Effect.Effect<void>;
}

class PushFailed extends Data.TaggedError("PushFailed")<{ readonly reason: string }> {}

/** Starts with no target: nothing is pushed then. */
export const makeReplies: (
  first: ReplyTarget | null,
) => Effect.Effect<Replies, never, Scope.Scope> = Effect.fnUntraced(
  function* (first: ReplyTarget | null) {
    const scope = yield* Effect.scope;
    let target = first;
    let kept: object[] = [];
    let underWay = 0;

    const send = Effect.fnUntraced(function* (bodies: ReadonlyArray<object>) {
      const to = target;
      if (to === null || underWay + bodies.length > UNDER_WAY_MAX) return;
      underWay += bodies.length;
      yield* Effect.forEach(bodies, (body) => pushOne(to, body), { discard: true }).pipe(
        Effect.ensuring(Effect.sync(() => underWay -= bodies.length)),
        Effect.forkIn(scope),
      );
    });

    const release = Effect.suspend(() => {
      const bodies = kept.toReversed();
      kept = [];
      return send(bodies);
    });

    return {
      setTarget: (next) => target = next,
      push: (bodies, holdUntil) => {
        if (holdUntil === undefined) return send(bodies);
        kept.push(...bodies);
        return kept.length >= holdUntil ? release : Effect.void;
      },
      release,
    };
  },
);

/** Tries again while Gatehouse is away or busy; a refusal is final. */
const pushOne = Effect.fnUntraced(function* (target: ReplyTarget, body: object) {
  yield* Effect.tryPromise({
    try: (signal) => post(target, { body, signal }),
    catch: (error) => new PushFailed({ reason: String(error) }),
  }).pipe(
    Effect.timeoutOption(PUSH_TIMEOUT_MS),
    Effect.filterOrFail(
      (status) => status._tag === "Some" && status.value < 500 && status.value !== 429,
      () => new PushFailed({ reason: "no answer" }),
    ),
    Effect.retry({ schedule: Schedule.exponential("50 millis"), times: PUSH_RETRIES }),
    Effect.ignore,
  );
});

async function post(
  target: ReplyTarget,
  { body, signal }: { readonly body: object; readonly signal: AbortSignal },
): Promise<number> {
  const response = await fetch(target.url, {
    method: "POST",
    headers: { authorization: `Bearer ${target.key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    redirect: "manual",
    signal,
  });
  await response.body?.cancel();
  return response.status;
}
