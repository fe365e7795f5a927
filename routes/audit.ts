/**
 * Who did what: every fact that a key has made, with what it has only asked for or been shown.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { EventStore } from "../actors/event_store.ts";
import { GATEHOUSE } from "../actors/system/own_command.ts";
import { LogAnswer } from "./answers.ts";
import { AUDITED_KINDS, showEvent } from "./events.ts";
import { LIST_FIELDS, listAnswer, readPage } from "./list.ts";
import { NO_BODY } from "./parse.ts";
import { type Route, route } from "./route.ts";
import { Id, Instant } from "./schemas.ts";

const AuditQuery = v.strictObject({
  ...LIST_FIELDS,
  key: v.optional(v.pipe(Id, v.description("Id of a key; Gatehouse itself is never told of"))),
  kind: v.pipe(v.optional(v.picklist(AUDITED_KINDS)), v.description("Of actors of this kind")),
  from: v.pipe(v.optional(Instant), v.description("At this time or later")),
  to: v.pipe(v.optional(Instant), v.description("Before this time")),
});

/** `/v1/audit` */
export const AUDIT_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "GET",
    path: "/v1/audit",
    access: "admin",
    tag: "audit",
    summary:
      "What keys did, the newest first: changes, acts, barcodes shown; a page may be short before " +
      "the end",
    query: AuditQuery,
    body: NO_BODY,
    answers: { 200: { description: "A page", schema: LogAnswer } },
    handle: (asked) => {
      const { caller, query } = asked;
      const { key, kind, from, to } = query;
      const filter = {
        kind: kind ?? null,
        id: null,
        type: null,
        from: from === undefined ? null : Date.parse(from),
        to: to === undefined ? null : Date.parse(to),
        by: key ?? null,
      };
      const request = { ...readPage(asked), newestFirst: true };
      return Effect.gen(function* () {
        const store = yield* EventStore;
        const page = yield* store.log(caller.tenant, filter, request);
        const data = page.data.filter(({ by }) => by !== GATEHOUSE);
        return listAnswer(asked, { ...page, data }, (fact) => showEvent(caller, fact));
      });
    },
  }),
];
