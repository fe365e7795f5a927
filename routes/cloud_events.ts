/**
 * Facts as CloudEvents 1.0 in structured JSON: the messages that webhooks are sent.
 *
 * @module
 */
import type { Messages } from "../actors/notifying/sending.ts";
import { instant } from "./answer.ts";
import { withReferences } from "./customer_names.ts";
import type { CustomerNames } from "./house.ts";
import { showEvent } from "./events.ts";
import { NOBODY } from "./keys.ts";

interface Head {
  readonly id: string;
  readonly tenant: string;
  readonly type: string;
  readonly subject: string;
  readonly at: number;
}

/** `data` is what the log shows to a key without `barcode:read`. */
export function cloudEvents(customers: CustomerNames): Messages {
  return {
    fact: (fact) => {
      const { position, address: { tenant, kind, id }, event, at } = fact;
      const head = { tenant, type: `${kind}.${event.type}`, subject: `${kind}/${id}`, at };
      const body = envelope({ ...head, id: String(position) }, showEvent(NOBODY, fact));
      return withReferences(customers, tenant, body);
    },
    test: ({ tenant, id }, at) => {
      const head = { tenant, type: "webhook.test", subject: `webhook/${id}`, at };
      return envelope({ ...head, id: `test-${at}` }, { sentence: "This is a test" });
    },
  };
}

function envelope({ id, tenant, type, subject, at }: Head, data: object): string {
  return JSON.stringify({
    specversion: "1.0",
    id,
    source: `/gatehouse/${tenant}`,
    type: `gatehouse.${type}`,
    subject,
    time: instant(at),
    datacontenttype: "application/json",
    data,
  });
}
