/**
 * What the readers at the gates of an access control read, as its configuration says.
 *
 * @module
 */
import type { Symbology, TicketTemplate } from "../../actors/ticket_template.ts";
import type { Arrival } from "../route.ts";

/** `null`: nothing is said, so that the template decides. */
export function readAt(
  { caller, house }: Arrival,
  accessControl: string | null,
): Symbology | null {
  const system = house.accessControls(caller.tenant).find(({ name }) => name === accessControl);
  return system?.symbology ?? null;
}

/** The template as those readers need it: a layout that no gate reads is none. */
export function drawnFor(symbology: Symbology | null, template: TicketTemplate): TicketTemplate {
  if (symbology === null) return template;
  return { ...template, barcode: { ...template.barcode, symbology } };
}
