/**
 * One ticket, pass or order through time.
 *
 * @module
 */
import type { Blame, Difference, Rebuilt, SnapshotInfo, SupportBundle, Verified } from "./forms.ts";
import { queryOf } from "./pages.ts";
import type { Send } from "./transport.ts";

/** At most one of the two. The past needs the scope `debug:read`. */
export interface When {
  readonly version?: number;
  /** RFC 3339. */
  readonly at?: string;
}

/** What can be asked about the past of every one of them, with the scope `debug:read`. */
export interface Past {
  /** What changed; the last change unless versions are named. */
  readonly diff: (
    id: string,
    between?: { readonly from?: number; readonly to?: number },
  ) => Promise<Difference>;
  /** Who changed one field, as `/status`. */
  readonly blame: (id: string, pointer: string) => Promise<Blame>;
  /** Folds all facts anew and holds what is stored against them. */
  readonly verify: (id: string) => Promise<Verified>;
  /** Rewrites the states that are stored of it where they differ; needs the scope `admin`. */
  readonly rebuild: (id: string) => Promise<Rebuilt>;
  /** The states that are stored of it. */
  readonly snapshots: (id: string) => Promise<ReadonlyArray<SnapshotInfo>>;
  /** Safe to give away. */
  readonly bundle: (id: string) => Promise<SupportBundle>;
}

/** Of the subjects that `pathOf` gives the path of. */
export function pastOf(send: Send, pathOf: (id: string) => string): Past {
  const get = async (path: string) => (await send({ method: "GET", path })).body;
  return {
    diff: async (id, { from, to } = {}) => {
      const query = queryOf({ from: from?.toString(), to: to?.toString() });
      return await get(`${pathOf(id)}/diff${query}`) as Difference;
    },
    blame: async (id, pointer) => await get(`${pathOf(id)}/blame${queryOf({ pointer })}`) as Blame,
    verify: async (id) => {
      const path = `${pathOf(id)}/verify`;
      const { body } = await send({ method: "POST", path, body: {}, idempotencyKey: null });
      return body as Verified;
    },
    rebuild: async (id) => {
      const path = `${pathOf(id)}/snapshots/rebuild`;
      const { body } = await send({ method: "POST", path, body: {}, idempotencyKey: null });
      return body as Rebuilt;
    },
    snapshots: async (id) => {
      const { data } = await get(`${pathOf(id)}/snapshots`) as {
        readonly data: ReadonlyArray<SnapshotInfo>;
      };
      return data;
    },
    bundle: async (id) => await get(`${pathOf(id)}/support-bundle`) as SupportBundle,
  };
}
