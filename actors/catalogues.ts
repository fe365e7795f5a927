/**
 * The present reference data of every tenant, kept in step with its actors.
 *
 * @module
 */
import { Context, Effect, Layer } from "effect";
import { AccessControls } from "./access_controls.ts";
import { type Address, REFERENCE_KINDS, type ReferenceKind } from "./address.ts";
import type { Bundle, Catalogue, Item, PassType, Performance } from "./catalogue.ts";
import { fold } from "./actor_type.ts";
import { EventStore, type ReadError } from "./event_store.ts";
import { type Document, reference, type ReferenceState } from "./reference/mod.ts";

type Shelf = { readonly [K in ReferenceKind]: Map<string, Document> };

/** Reference data by tenant, in memory. */
export class Catalogues extends Context.Service<Catalogues, {
  /** What the tenant's deciders see. It reads the present each time it is asked. */
  readonly of: (tenant: string) => Catalogue;
  /** Called after the commit of a reference document. */
  readonly changed: (address: Address, state: ReferenceState) => void;
  readonly list: (tenant: string, kind: ReferenceKind) => ReadonlyMap<string, Document>;
}>()("gatehouse/actors/Catalogues") {
  /** Reads all reference data once; from then on commits keep it in step. */
  static readonly layer: Layer.Layer<Catalogues, ReadError, EventStore | AccessControls> = Layer
    .effect(
      Catalogues,
      Effect.gen(function* () {
        const store = yield* EventStore;
        const systems = yield* AccessControls;
        const shelves = new Map<string, Shelf>();
        for (const tenant of systems.tenants) {
          const shelf = emptyShelf();
          for (const kind of REFERENCE_KINDS) {
            for (const { id, loaded } of (yield* store.heads(tenant, kind)).data) {
              const { document } = fold(reference(kind), loaded);
              if (document !== null) shelf[kind].set(id, document);
            }
          }
          shelves.set(tenant, shelf);
        }
        const shelfOf = (tenant: string): Shelf => {
          const known = shelves.get(tenant);
          if (known !== undefined) return known;
          const shelf = emptyShelf();
          shelves.set(tenant, shelf);
          return shelf;
        };
        return Catalogues.of({
          of: (tenant) => catalogue(tenant, shelfOf(tenant), systems),
          changed: ({ tenant, kind, id }, state) => {
            const shelf = shelfOf(tenant)[kind as ReferenceKind];
            if (state.document === null) shelf.delete(id);
            else shelf.set(id, state.document);
          },
          list: (tenant, kind) => shelfOf(tenant)[kind],
        });
      }),
    );
}

function emptyShelf(): Shelf {
  return {
    performance: new Map(),
    "pass-type": new Map(),
    bundle: new Map(),
    item: new Map(),
    "ticket-template": new Map(),
  };
}

function catalogue(
  tenant: string,
  shelf: Shelf,
  systems: AccessControls["Service"],
): Catalogue {
  return {
    performance: (code) => shelf.performance.get(code) as Performance | undefined,
    passType: (code) => shelf["pass-type"].get(code) as PassType | undefined,
    bundle: (code) => shelf.bundle.get(code) as Bundle | undefined,
    item: (code) => shelf.item.get(code) as Item | undefined,
    ticketMode: (accessControl) => systems.get(tenant, accessControl)?.tickets,
  };
}
