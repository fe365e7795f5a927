/**
 * The last hour, minute by minute: what the plots of the console are drawn from.
 *
 * @module
 */
import { Clock, Effect } from "effect";
import * as v from "valibot";
import { Trends } from "../actors/trends.ts";
import { instant, ok } from "./answer.ts";
import { Count, Time } from "./answers.ts";
import { NO_BODY, NO_QUERY } from "./parse.ts";
import { kebab } from "./problem.ts";
import { type Route, route } from "./route.ts";

const Ms = v.nullable(v.pipe(v.number(), v.minValue(0)));

/** Of `GET /v1/trends`: 60 minutes, the oldest first, those in which nothing happened too. */
export const TrendsAnswer = v.object({
  data: v.array(v.object({
    at: Time,
    commands: v.pipe(Count, v.description("Carried out, answers of the access control included")),
    refused: Count,
    backlog: v.pipe(v.nullable(Count), v.description("Most deliveries seen waiting at once")),
    confirmed: v.pipe(Count, v.description("Deliveries")),
    p50Ms: Ms,
    p95Ms: v.pipe(Ms, v.description("From queueing a delivery to its stored answer")),
  })),
  refusals: v.pipe(
    v.array(v.object({
      at: Time,
      actor: v.object({ kind: v.string(), id: v.string() }),
      command: v.string(),
      code: v.string(),
      rule: v.string(),
      key: v.string(),
    })),
    v.description("The newest 50 commands that were refused, the newest first"),
  ),
  concerns: v.pipe(
    v.array(v.object({
      at: Time,
      actor: v.object({ kind: v.string(), id: v.string() }),
      type: v.picklist(["ExposureIncidentRaised", "AttentionRaised"]),
    })),
    v.description("The newest 50 facts of the last day that somebody must look at"),
  ),
});

/** `/v1/trends` */
export const TREND_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "GET",
    path: "/v1/trends",
    access: "events:read",
    tag: "adapters",
    summary: "The last hour, minute by minute; kept in memory, so a restart begins anew",
    query: NO_QUERY,
    body: NO_BODY,
    answers: { 200: { description: "60 minutes, the oldest first", schema: TrendsAnswer } },
    handle: ({ caller }) =>
      Effect.gen(function* () {
        const book = yield* Trends;
        const now = yield* Clock.currentTimeMillis;
        return ok({
          data: book.read(caller.tenant, now).map(({ at, ...figures }) => ({
            at: instant(at),
            ...figures,
          })),
          concerns: book.concerns(caller.tenant, now).map(({ at, ...told }) => ({
            at: instant(at),
            ...told,
          })),
          refusals: book.refusals(caller.tenant, now).map(({ at, type, by, ...told }) => ({
            at: instant(at),
            ...told,
            code: kebab(type),
            key: by,
          })),
        });
      }),
  }),
];
