/**
 * The indexes of the fake's event store: made anew from the facts each time they are asked.
 *
 * @module
 */
import type { Claim, Claimed, EventStore, Relation } from "../../actors/event_store.ts";
import type { Life, World } from "./fake_world.ts";

type Name = Pick<Life["address"], "kind" | "id">;

/** Holders of one value, in each scope the last word about it. */
export function claimedIn(
  { lives }: World,
  [tenant, space, value]: Parameters<EventStore["Service"]["claimed"]>,
): ReadonlyArray<Claimed> {
  const found = new Map<string, Claimed>();
  for (const life of lives.values()) {
    if (life.address.tenant !== tenant) continue;
    for (const claim of claimsOf(life)) {
      if (claim.space !== space || claim.value !== value) continue;
      const { scope, state, note } = claim;
      found.set(scope, { holder: claim.holder ?? life.address, scope, state, note });
    }
  }
  return [...found.values()].map((one) => {
    const { kind, id } = one.holder;
    return { ...one, holder: { kind, id } };
  });
}

/** Whether one of the actor's facts has connected it with that. */
export function isRelated({ type, facts }: Life, { by, value }: Relation): boolean {
  return facts.some(({ event }) =>
    type.relations(event).some((one) => one.by === by && one.value === value)
  );
}

/** Actors of a tenant that are related, by kind and id. */
export function relatedIn(
  { lives }: World,
  { tenant, relation }: { readonly tenant: string; readonly relation: Relation },
): ReadonlyArray<Name> {
  return namesOf(
    [...lives.values()].filter((life) =>
      life.address.tenant === tenant && isRelated(life, relation)
    ),
  );
}

/** Actors of a tenant that a person must see to, by kind and id. */
export function needingPersonIn({ lives }: World, tenant: string): ReadonlyArray<Name> {
  return namesOf(
    [...lives.values()].filter(({ address, type, state }) =>
      address.tenant === tenant && type.needsPerson?.(state) === true
    ),
  );
}

function namesOf(lives: ReadonlyArray<Life>): ReadonlyArray<Name> {
  return lives.map(({ address: { kind, id } }) => ({ kind, id }))
    .sort((one, other) => `${one.kind}/${one.id}` < `${other.kind}/${other.id}` ? -1 : 1);
}

function claimsOf({ type, facts }: Life): ReadonlyArray<Claim> {
  let state = type.initial;
  return facts.flatMap(({ event }) => {
    state = type.evolve(state, event);
    return type.claims(event, state);
  });
}
