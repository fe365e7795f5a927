/**
 * The one value that is drawn: the live one of a ticket or card, or none at all.
 *
 * @module
 */
import { Effect } from "effect";
import { ActorRouter } from "../../actors/actor_router.ts";
import type { CredentialKind } from "../../actors/access_control.ts";
import type { Address, ReferenceKind } from "../../actors/address.ts";
import type { Performance } from "../../actors/catalogue.ts";
import { live } from "../../actors/credentials.ts";
import { type PassState, status as statusOfPass } from "../../actors/pass/mod.ts";
import type { Documents, ReferenceState } from "../../actors/reference/mod.ts";
import { status, type TicketState } from "../../actors/ticket/mod.ts";
import {
  credentialFor,
  STANDARD_TEMPLATE,
  type TicketTemplate,
} from "../../actors/ticket_template.ts";
import { problem } from "../problem.ts";

/** A ticket with what it takes to draw or print it. */
export interface LiveTicket {
  readonly version: number;
  readonly state: TicketState;
  readonly barcode: string;
  /** `null`: it is no longer defined. */
  readonly performance: Performance | null;
  readonly template: TicketTemplate;
}

/** Reads a ticket. Fails with the 409 of one that has no live barcode, or none of this kind. */
export const liveTicket = Effect.fnUntraced(function* (
  address: Address,
  wanted: CredentialKind | undefined,
) {
  const router = yield* ActorRouter;
  const view = yield* router.view(address);
  const { version } = view;
  const state = view.state as TicketState;
  const { tenant } = address;
  const performance = yield* documentOf(tenant, "performance", state.performance);
  const code = performance?.ticketTemplate ?? null;
  const defined = code === null ? null : yield* documentOf(tenant, "ticket-template", code);
  const template = defined ?? STANDARD_TEMPLATE;
  const held = live(state.credentials);
  const credential = wanted === undefined
    ? credentialFor(state.priceType, template, held)
    : held.find(({ kind }) => kind === wanted);
  if (credential === undefined) {
    return yield* problem("no-live-barcode", { fields: { ticketStatus: status(state) } });
  }
  const ticket: LiveTicket = {
    version,
    state,
    barcode: credential.value,
    performance,
    template,
  };
  return ticket;
});

/** Reads a pass. Fails with the 409 of one whose card is not issued, or dead. */
export const liveCard = Effect.fnUntraced(function* (address: Address) {
  const router = yield* ActorRouter;
  const view = yield* router.view(address);
  const state = view.state as PassState;
  const [card] = live(state.credentials);
  if (card === undefined) {
    return yield* problem("no-live-barcode", { fields: { passStatus: statusOfPass(state) } });
  }
  return { version: view.version, value: card.value, accessControl: state.accessControl };
});

/** `null`: it is not defined, or no longer. */
const documentOf = Effect.fnUntraced(
  function* <K extends ReferenceKind>(tenant: string, kind: K, id: string) {
    const router = yield* ActorRouter;
    const state = yield* router.view({ tenant, kind, id }).pipe(
      Effect.map(({ state }) => state as ReferenceState),
      Effect.catchTag("UnknownActor", () => Effect.succeed<ReferenceState>({ document: null })),
    );
    return state.document as Documents[K] | null;
  },
);
