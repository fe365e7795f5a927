/**
 * Appends a second of the event store against raw `node:sqlite` writing the same rows, and the
 * cold load of an actor.
 *
 * @module
 */
import { Effect, Exit, Scope } from "effect";
import { DatabaseSync } from "node:sqlite";
import { EventStore } from "../actors/event_store.ts";
import { prepareAppend } from "../adapters/kv/append.ts";
import { DEFAULT_BOUNDS, layer } from "../adapters/kv/mod.ts";
import { aDelivery, anAppend, ticket } from "../tests/support/appends.ts";
