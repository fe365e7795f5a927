/**
 * An API key that is managed while the service runs. Each is an actor, each change of it a fact.
 *
 * @module
 */
import { type ActorType, UNHEARD } from "../actor_type.ts";
import { decide, type KeyCommand } from "./decide.ts";
import type { KeyEvent } from "./events.ts";
import { evolve, initial, type KeyState } from "./state.ts";

export { type KeyCommand, RULES as KEY_RULES } from "./decide.ts";
export type { RateLimit } from "./events.ts";
export { isOver, type KeyState } from "./state.ts";

/** How the actor system runs a key. It never tells an access control anything. */
export const key: ActorType<KeyState, KeyCommand, KeyEvent> = {
  ...UNHEARD,
  kind: "key",
  stateVersion: 1,
  creators: ["CreateKey"],
  initial,
  decide,
  evolve,
  sentence: (event) => {
    switch (event.type) {
      case "KeyCreated":
        return `Key created, for ${event.scopes.join(", ") || "nothing"}`;
      case "KeyRotated":
        return `Key has secret ${event.generation}; the one before is valid until ${
          new Date(event.previousUntil).toISOString()
        }`;
      case "KeyExpired":
        return `Key is over from ${new Date(event.expiresAt).toISOString()}`;
      case "KeyRemoved":
        return "Key removed";
    }
  },
};
