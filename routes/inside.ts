/**
 * Asking the REST surface from inside the process, as a key that has been let in already.
 *
 * @module
 */
import type { Hono } from "hono";
import type { Key } from "./keys.ts";

/**
 * Stands where the server puts what it knows of a connection, so no request from outside can be
 * one.
 */
export class Inside {
  constructor(readonly caller: Key) {}
}

/** One request to a path of the REST surface; the scopes of `caller` hold as they do outside. */
export type AskInside = (caller: Key, path: string, init?: RequestInit) => Promise<Response>;

/** Over the application that serves the REST surface. */
export function makeAskInside(app: Hono): AskInside {
  return async (caller, path, init) =>
    await app.fetch(new Request(new URL(path, "http://inside"), init), new Inside(caller));
}
