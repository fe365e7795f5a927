/**
 * The client's board of API keys. All of it needs the scope `admin`.
 *
 * @module
 */
import type { ApiKey, NewKey, ShownKey } from "./forms.ts";
import { type MissingOptions, tellingMissing } from "./missing.ts";
import { pages } from "./pages.ts";
import type { Send } from "./transport.ts";

/** Those of the key's tenant. A key is told in clear by `create` and `rotate`, and never again. */
export interface Keys {
  readonly list: (options?: MissingOptions) => AsyncIterable<ApiKey>;
  readonly get: (id: string) => Promise<ApiKey>;
  readonly create: (key: NewKey) => Promise<ShownKey>;
  /** The secret before stays valid for `overlapMs`; a day unless given. */
  readonly rotate: (id: string, overlapMs?: number) => Promise<ShownKey>;
  /** Now, or at a time (RFC 3339). */
  readonly expire: (id: string, at?: string) => Promise<ApiKey>;
  /** For good: its id is never used again. */
  readonly remove: (id: string) => Promise<void>;
}

/** Over one line. */
export function keysOf(send: Send): Keys {
  const pathOf = (id: string) => `/v1/keys/${encodeURIComponent(id)}`;
  const post = async (path: string, body: unknown) =>
    (await send({ method: "POST", path, body })).body;
  return {
    list: (options = {}) => pages(tellingMissing(send, options), "/v1/keys"),
    get: async (id) => (await send({ method: "GET", path: pathOf(id) })).body as ApiKey,
    create: async (key) => await post("/v1/keys", key) as ShownKey,
    rotate: async (id, overlapMs) => await post(`${pathOf(id)}/rotate`, { overlapMs }) as ShownKey,
    expire: async (id, at) => await post(`${pathOf(id)}/expire`, { at }) as ApiKey,
    remove: async (id) => {
      await send({ method: "DELETE", path: pathOf(id) });
    },
  };
}
