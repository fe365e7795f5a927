/**
 * A ticket on paper, for the box office to print: as PDF, or as the bytes of a ticket printer.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { etag, ok } from "../answer.ts";
import { addressOf } from "../command.ts";
import { NO_BODY, NO_QUERY } from "../parse.ts";
import { problem } from "../problem.ts";
import { type Asked, type Route, route } from "../route.ts";
import { SUBJECTS } from "../subjects.ts";
import { fglOf, HEADS } from "./fgl.ts";
import { liveTicket } from "./live.ts";
import { pdfOf } from "./pdf.ts";
import { drawnFor, readAt } from "./readers.ts";
import { sheetOf } from "./sheet.ts";

const FglQuery = v.strictObject({
  dpi: v.pipe(
    v.optional(v.picklist(HEADS), "200"),
    v.description("Dots per inch of the print head"),
  ),
});

const head = {
  method: "GET",
  access: "barcode:read",
  tag: "tickets",
  body: NO_BODY,
  problems: ["no-live-barcode", "printed-by-access-control", "symbology-unfit"],
} as const;

/** `GET /v1/tickets/{ticketId}/ticket.pdf` and `.fgl` */
export const PAPER_ROUTES: ReadonlyArray<Route> = [
  route({
    ...head,
    path: "/v1/tickets/{ticketId}/ticket.pdf",
    summary: "The ticket as PDF, laid out by its template, with its live barcode",
    query: NO_QUERY,
    answers: { 200: { description: "One page", mediaType: "application/pdf" } },
    handle: (asked) =>
      Effect.gen(function* () {
        const { version, sheet } = yield* sheetFor(asked);
        const bytes = yield* Effect.promise(() => pdfOf(sheet));
        return paper(bytes, { mediaType: "application/pdf", version });
      }),
  }),
  route({
    ...head,
    path: "/v1/tickets/{ticketId}/ticket.fgl",
    summary: "The ticket for a BOCA ticket printer, laid out by its template",
    query: FglQuery,
    answers: {
      200: { description: "Bytes to send to the printer", mediaType: "application/octet-stream" },
    },
    handle: (asked) =>
      Effect.gen(function* () {
        const { version, sheet } = yield* sheetFor(asked);
        const bytes = yield* fglOf(sheet, asked.query.dpi);
        return paper(bytes, { mediaType: "application/octet-stream", version });
      }),
  }),
];

/** Only what the box office prints: what the access control prints is not printed twice. */
const sheetFor = Effect.fnUntraced(function* (asked: Asked) {
  const ticket = yield* liveTicket(addressOf(SUBJECTS.ticket, asked), undefined);
  if (ticket.state.delivery === "print") return yield* problem("printed-by-access-control");
  const template = drawnFor(readAt(asked, ticket.state.accessControl), ticket.template);
  return { version: ticket.version, sheet: yield* sheetOf({ ...ticket, template }) };
});

function paper(
  bytes: Uint8Array,
  { mediaType, version }: { readonly mediaType: string; readonly version: number },
) {
  return ok(bytes, { "content-type": mediaType, etag: etag(version) });
}
