/**
 * A ticket above its tabs: seat, barcode and its picture, and all barcodes it has had.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { ActorLink } from "../parts/actor_link.tsx";
import { FactsList } from "../parts/facts_list.tsx";
import { CredentialHistory, GateLink, liveOf, liveWords } from "./credentials.tsx";
import { attentionOf, gateWords, Header, Holder } from "./header.tsx";
import type { Look } from "./look.ts";
import type { Ticket } from "../shown.ts";
import { passageWords, seatWords } from "./words.ts";

/** Everything above the tabs. */
export async function ticketHeader(look: Look): Promise<Markup> {
  const ticket = look.state as unknown as Ticket;
  const gate = await gateWords(look, ticket.sync);
  const { performance, credentials } = ticket;
  return (
    <Header look={look} status={ticket.status}>
      <div class="beside">
        <FactsList
          facts={[
            ["Needs attention", attentionOf(ticket)],
            ["Holder", <Holder customerId={ticket.customerId} />],
            ["Performance", `${performance}, ${ticket.priceType}`],
            ["Seat", seatWords(ticket.seat)],
            ["Order", <ActorLink actor={{ kind: "order", id: ticket.orderId }} />],
            ["Ticket number", <TicketNumber ticketNumber={ticket.ticketNumber} />],
            ["Barcode", liveWords(credentials, "None opens a gate")],
            ["Times printed", String(ticket.printCount)],
            ["Gate", gate],
            ["Usage", passageWords(ticket.usage)],
            [
              "At the gate",
              <GateLink look={look} credentials={credentials} performance={performance} />,
            ],
          ]}
        />
        <BarcodePicture look={look} ticket={ticket} />
      </div>
      {credentials.length > 1 && (
        <details>
          <summary>All barcodes of this ticket</summary>
          <CredentialHistory look={look} credentials={credentials} />
        </details>
      )}
    </Header>
  );
}

function TicketNumber({ ticketNumber }: Pick<Ticket, "ticketNumber">): Markup {
  return (
    <>
      {ticketNumber} <span class="quiet">for people; it opens no gate</span>
    </>
  );
}

function BarcodePicture({ look, ticket }: {
  readonly look: Look;
  readonly ticket: Ticket;
}): Markup | null {
  const { path, visit, id } = look;
  if (liveOf(ticket.credentials) === null) return null;
  if (!visit.caller.scopes.has("barcode:read")) {
    return (
      <p class="quiet">
        The barcode and its picture need a key with the scope <code>barcode:read</code>.
      </p>
    );
  }
  return (
    <img
      class="barcode"
      src={`/console${path}/barcode.svg`}
      alt={`Barcode of ticket ${id}`}
    />
  );
}
