/**
 * The actors that are known to be damaged, for those who mend them.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { EventStore } from "../actors/event_store.ts";
import { instant } from "./answer.ts";
import { pageOf, Time } from "./answers.ts";
import { listAnswer, ListQuery, nameOf, pageByName, readPage } from "./list.ts";
import { NO_BODY } from "./parse.ts";
import { type Route, route } from "./route.ts";

/** One of them. */
export const DamagedAnswer = v.object({
  kind: v.string(),
  id: v.string(),
  reason: v.pipe(v.string(), v.description("What was found last")),
  since: v.pipe(Time, v.description("When it was met first since the start")),
});

/** `GET /v1/quarantine` */
export const QUARANTINE_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "GET",
    path: "/v1/quarantine",
    access: "events:read",
    tag: "service",
    summary: "Actors of any kind that were found damaged since the start, by kind and id",
    query: ListQuery,
    body: NO_BODY,
    answers: { 200: { description: "A page", schema: pageOf(DamagedAnswer) } },
    handle: (asked) => {
      const request = readPage(asked);
      return Effect.map(EventStore, (store) => {
        const all = store.damaged(asked.caller.tenant);
        const page = pageByName(all, request, ({ address: { kind, id } }) => `${kind}/${id}`);
        return listAnswer(asked, page, ({ address, reason, since }) => {
          return { ...nameOf(address), reason, since: instant(since) };
        });
      });
    },
  }),
];
