/**
 * Which service the program speaks to, and with which key.
 *
 * @module
 */
import { isFolder, KEY_FILE } from "../configuration/mod.ts";
import { DEMO_FOLDER } from "../demo/folder.ts";
import type { ClientOptions } from "../../routes/client/mod.ts";

/** From the environment; `null`: there is no key. */
export interface Settings {
  readonly url: string;
  readonly client: ClientOptions | null;
}

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Without `GATEHOUSE_KEY`, and for a service on this machine, the keys that the service and the
 * demo have made themselves.
 */
export function readSettings(): Settings {
  const url = Deno.env.get("GATEHOUSE_URL") || "http://127.0.0.1:8080";
  const given = Deno.env.get("GATEHOUSE_KEY") || null;
  // a key that was made for this machine is nothing to show to another one
  const keys = given !== null ? [given] : isHere(url) ? keysHere() : [];
  const [key] = keys;
  return { url, client: key === undefined ? null : { url, key, fetch: fetchWith(keys) } };
}

function isHere(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.includes(new URL(url).hostname);
}

function keysHere(): ReadonlyArray<string> {
  const folders = [Deno.env.get("GATEHOUSE_DATA") || "./data", DEMO_FOLDER].filter(isFolder);
  return folders.flatMap((folder) => {
    try {
      return [Deno.readTextFileSync(`${folder}/${KEY_FILE}`).trim()];
    } catch {
      return [];
    }
  });
}

/** Which of the services that ran here runs now cannot be seen: it knows its own key. */
function fetchWith(keys: ReadonlyArray<string>) {
  const left = [...keys];
  return async (url: string, init: RequestInit): Promise<Response> => {
    for (;;) {
      const headers = new Headers(init.headers);
      headers.set("authorization", `Bearer ${left[0]}`);
      const response = await fetch(url, { ...init, headers });
      if (response.status !== 401 || left.length < 2) return response;
      await response.body?.cancel();
      left.shift();
    }
  };
}
