/**
 * A browser without a window: it keeps the console's cookie, and asks the app without a socket.
 *
 * @module
 */
import assert from "node:assert/strict";
import { ALL, type Api } from "./api.ts";

/** One answer of the console. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where it leads; `null`: it stays. */
  readonly to: string | null;
}

/** Asks pages and sends forms, as a browser of this origin does. */
export interface Browser {
  readonly get: (path: string) => Promise<Seen>;
  readonly post: (
    path: string,
    /** A stream is sent as it is. */
    fields: Readonly<Record<string, string>> | ReadableStream<Uint8Array>,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Seen>;
}

const ORIGIN = "http://gatehouse.test";

/** Not signed in. */
export function openBrowser({ app }: Pick<Api, "app">): Browser {
  let cookie = "";
  const ask = async (path: string, init: RequestInit & { readonly headers: Headers }) => {
    if (cookie !== "") init.headers.set("cookie", cookie);
    const { status, headers, ...response } = await seen(await app.request(ORIGIN + path, init));
    const set = headers.get("set-cookie");
    if (set !== null) cookie = set.split(";")[0] ?? "";
    return { status, headers, ...response };
  };
  return {
    get: (path) => ask(path, { headers: new Headers() }),
    post: (path, fields, headers = {}) =>
      ask(path, {
        method: "POST",
        headers: new Headers({ origin: ORIGIN, ...headers }),
        body: fields instanceof ReadableStream ? fields : new URLSearchParams(fields),
      }),
  };
}

/** Signed in with a key; with the one that may do everything unless another is given. */
export async function signedInBrowser(api: Api, key: string = ALL): Promise<Browser> {
  const browser = openBrowser(api);
  const { status } = await browser.post("/console/sign-in", { key });
  assert.equal(status, 303, "The key opens the console");
  return browser;
}

async function seen(response: Response): Promise<Seen> {
  const { status, headers } = response;
  return { status, headers, text: await response.text(), to: headers.get("location") };
}
