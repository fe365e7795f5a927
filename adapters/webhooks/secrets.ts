/**
 * Signing secrets: derived from one random key a tenant, so that none stands in facts or states.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHmac, randomBytes } from "node:crypto";
import { Effect, Semaphore } from "effect";
import type { EventStore } from "../../actors/event_store.ts";
import type { SecretError, WebhookId } from "../../actors/notifying/webhook_sender.ts";

const MARK = "webhook-key";

/** As Standard Webhooks writes them. */
const PREFIX = "whsec_";

/** A tenant's key is made when its first secret is needed, and never changes. */
export function makeSecrets(
  store: EventStore["Service"],
): (webhook: WebhookId, generation: number) => Effect.Effect<string, SecretError> {
  const keys = new Map<string, string>();
  const one = Semaphore.makeUnsafe(1);
  const keyOf = Effect.fnUntraced(function* (tenant: string) {
    const known = keys.get(tenant) ?? (yield* store.readMark(tenant, MARK));
    if (typeof known === "string") return known;
    const made = randomBytes(32).toString("base64");
    yield* store.writeMark(tenant, MARK, made);
    return made;
  });
  return ({ tenant, id }, generation) =>
    one.withPermit(keyOf(tenant)).pipe(Effect.map((key) => {
      keys.set(tenant, key);
      const bytes = createHmac("sha256", Buffer.from(key, "base64"))
        .update(`${id}/${generation}`).digest("base64");
      return PREFIX + bytes;
    }));
}
