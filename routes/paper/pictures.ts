/**
 * The live barcode of a ticket, or value of a card, as a picture.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { CREDENTIAL_KINDS } from "../../actors/access_control.ts";
import { SYMBOLOGIES, type Symbology } from "../../actors/ticket_template.ts";
import { type Answer, etag, ok } from "../answer.ts";
import { addressOf } from "../command.ts";
import { NO_BODY } from "../parse.ts";
import { type Asked, type Route, route } from "../route.ts";
import { wholeNumber } from "../schemas.ts";
import { SUBJECTS } from "../subjects.ts";
import { drawBarcode, type Drawing } from "./drawing.ts";
import { liveCard, liveTicket } from "./live.ts";
import { pngOf } from "./png.ts";
import { svgOf } from "./svg.ts";
import { readAt } from "./readers.ts";
import { DRAWN } from "./symbology.ts";

const CardQuery = v.strictObject({
  symbology: v.pipe(
    v.optional(v.picklist(SYMBOLOGIES)),
    v.description("As the readers or the template say unless given"),
  ),
  scale: v.pipe(
    v.optional(wholeNumber(1, 10), "3"),
    v.description("Pixels of one module: the narrowest bar, or one square"),
  ),
  height: v.pipe(
    v.optional(wholeNumber(10, 200), "50"),
    v.description("Modules that bars are high; a matrix has its own height"),
  ),
});

const BarcodeQuery = v.strictObject({
  ...CardQuery.entries,
  credential: v.pipe(
    v.optional(v.picklist(CREDENTIAL_KINDS)),
    v.description("By the price type and the template unless given"),
  ),
});

type Size = v.InferOutput<typeof CardQuery>;

interface Format {
  readonly extension: "svg" | "png";
  readonly mediaType: string;
  readonly make: (drawing: Drawing, title: string, scale: number) => string | Uint8Array;
}

const FORMATS: ReadonlyArray<Format> = [
  { extension: "svg", mediaType: "image/svg+xml", make: svgOf },
  {
    extension: "png",
    mediaType: "image/png",
    make: (drawing, _title, scale) => pngOf(drawing, scale),
  },
];

/** `GET /v1/tickets/{ticketId}/barcode.svg` and `.png`, `GET /v1/passes/{passId}/card.svg` and `.png` */
export const PICTURE_ROUTES: ReadonlyArray<Route> = FORMATS.flatMap((format) => [
  barcodeRoute(format),
  cardRoute(format),
]);

function barcodeRoute(format: Format): Route {
  return route({
    ...headOf(format),
    path: `/v1/tickets/{ticketId}/barcode.${format.extension}`,
    tag: "tickets",
    summary:
      `The live barcode as ${format.extension.toUpperCase()}, as the gates read it, or its template draws it`,
    query: BarcodeQuery,
    handle: (asked) => drawTicket(format, asked),
  });
}

function cardRoute(format: Format): Route {
  return route({
    ...headOf(format),
    path: `/v1/passes/{passId}/card.${format.extension}`,
    tag: "passes",
    summary:
      `The live card's value as ${format.extension.toUpperCase()}; as the gates read it, or Code 128`,
    query: CardQuery,
    handle: (asked) => drawCard(format, asked),
  });
}

function headOf({ mediaType }: Format) {
  return {
    method: "GET",
    access: "barcode:read",
    body: NO_BODY,
    answers: { 200: { description: "The picture", mediaType } },
    problems: ["no-live-barcode", "symbology-unfit"],
  } as const;
}

const drawTicket = Effect.fnUntraced(function* (
  format: Format,
  asked: Asked<v.InferOutput<typeof BarcodeQuery>>,
) {
  const address = addressOf(SUBJECTS.ticket, asked);
  const ticket = yield* liveTicket(address, asked.query.credential);
  const { version, barcode, template, state } = ticket;
  const symbology = asked.query.symbology ?? readAt(asked, state.accessControl) ??
    template.barcode.symbology;
  const told = `barcode ${barcode} of ticket ${address.id}`;
  return yield* draw(format, { value: barcode, version, symbology, told }, asked.query);
});

const drawCard = Effect.fnUntraced(function* (format: Format, asked: Asked<Size>) {
  const address = addressOf(SUBJECTS.pass, asked);
  const { version, value, accessControl } = yield* liveCard(address);
  const symbology = asked.query.symbology ?? readAt(asked, accessControl) ?? "code128";
  const told = `card ${value} of pass ${address.id}`;
  return yield* draw(format, { value, version, symbology, told }, asked.query);
});

const draw = Effect.fnUntraced(function* (
  { mediaType, make }: Format,
  { value, version, symbology, told }: {
    readonly value: string;
    readonly version: number;
    readonly symbology: Symbology;
    readonly told: string;
  },
  { scale, height }: Size,
) {
  const drawing = yield* drawBarcode(symbology, value, () => height);
  const picture = make(drawing, `${DRAWN[symbology].title} ${told}`, scale);
  const answer: Answer = ok(picture, { "content-type": mediaType, etag: etag(version) });
  return answer;
});
