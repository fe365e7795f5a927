/**
 * The catalogue as a whole: imported at once, and checked before anything is sold on it.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { REFERENCE_KINDS, type ReferenceKind } from "../actors/address.ts";
import { fold } from "../actors/actor_type.ts";
import { checkCatalogue, type CheckedCatalogue } from "../actors/catalogue_check.ts";
import { EventStore } from "../actors/event_store.ts";
import { type Document, type Documents, reference } from "../actors/reference/mod.ts";
import { ok } from "./answer.ts";
import { CommandAnswer, ProgressAnswer } from "./answers.ts";
import { Catalogue } from "./catalogue_body.ts";
import { importCatalogue } from "./catalogue_import.ts";
import { NO_BODY, NO_QUERY } from "./parse.ts";
import { type Asked, type Route, route } from "./route.ts";

const BODY_BYTES_MAX = 1024 * 1024;

/** More problems than this are told when the first are mended. */
const PROBLEMS_MAX = 1000;

const CheckAnswer = v.object({
  ok: v.boolean(),
  problems: v.array(v.object({
    code: v.string(),
    kind: v.picklist(REFERENCE_KINDS),
    id: v.string(),
    fields: v.array(v.string()),
    detail: v.string(),
  })),
});

const ImportAnswer = v.object({
  ...CommandAnswer.entries,
  progress: ProgressAnswer,
});

/** `PUT /v1/catalogue` and `GET /v1/catalogue/check` */
export const CATALOGUE_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "PUT",
    path: "/v1/catalogue",
    access: "admin",
    tag: "catalogue",
    summary: "Defines many documents at once, all or nothing; what it does not name stays",
    command: "SealImport",
    bodyBytesMax: BODY_BYTES_MAX,
    query: NO_QUERY,
    body: Catalogue,
    example: {
      passTypes: { SEASON: { name: "Season ticket", productCode: "ST26" } },
      bundles: { "SEASON-26": { name: "Season", assignedPass: "SEASON", performances: ["M01"] } },
    },
    answers: {
      200: { description: "All of it is defined", schema: ImportAnswer },
      202: { description: "Taken; its operation shows the progress", schema: ImportAnswer },
    },
    handle: (asked) => importCatalogue(asked),
  }),
  route({
    method: "GET",
    path: "/v1/catalogue/check",
    access: "read",
    tag: "catalogue",
    summary: "What would be refused at a sale or a print, document by document; the first 1000",
    query: NO_QUERY,
    body: NO_BODY,
    answers: { 200: { description: "What was found", schema: CheckAnswer } },
    handle: (asked) => check(asked),
  }),
];

const check = Effect.fnUntraced(function* ({ caller, house }: Asked) {
  const { tenant } = caller;
  const names = house.accessControls(tenant).map(({ name }) => name);
  const performances = yield* documents(tenant, "performance");
  const passTypes = yield* documents(tenant, "pass-type");
  const bundles = yield* documents(tenant, "bundle");
  const items = yield* documents(tenant, "item");
  const ticketTemplates = yield* documents(tenant, "ticket-template");
  const catalogue: CheckedCatalogue = {
    performances: performances.found,
    passTypes: passTypes.found,
    bundles: bundles.found,
    items: items.found,
    ticketTemplates: ticketTemplates.found,
    accessControls: new Set(names),
    damaged: [
      ...performances.damaged,
      ...passTypes.damaged,
      ...bundles.damaged,
      ...items.damaged,
      ...ticketTemplates.damaged,
    ],
  };
  const problems = checkCatalogue(catalogue);
  return ok({ ok: problems.length === 0, problems: problems.slice(0, PROBLEMS_MAX) });
});

const documents = Effect.fnUntraced(function* <K extends ReferenceKind>(tenant: string, kind: K) {
  const store = yield* EventStore;
  const found = new Map<string, Documents[K]>();
  const { data, damaged = [] } = yield* store.heads(tenant, kind);
  for (const { id, loaded } of data) {
    const { document }: { readonly document: Document | null } = fold(reference(kind), loaded);
    if (document !== null) found.set(id, document as Documents[K]);
  }
  return { found, damaged: damaged.map(({ id }) => ({ kind, id })) };
});
