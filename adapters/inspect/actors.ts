/**
 * Actors as people name them: `pass/P-1`, or the id alone where it is one actor's.
 *
 * @module
 */
import { Effect } from "effect";
import type { Gatehouse, Order, Pass, Reads, Ticket } from "../../routes/client/mod.ts";
import { ask, InspectFailed } from "./desk.ts";

const KINDS = ["ticket", "pass", "order"] as const;

/** One ticket, pass or order. */
export interface ActorName {
  readonly kind: (typeof KINDS)[number];
  readonly id: string;
}

/** Whose name this is; an id alone is looked up. */
export const actorOf = Effect.fnUntraced(function* (name: string) {
  const [first = "", ...rest] = name.split("/");
  const kind = KINDS.find((known) => known === first);
  if (kind !== undefined && rest.length === 1) return { kind, id: rest.join() };
  if (rest.length > 0) {
    const sentence = `"${name}" names no actor: write ${KINDS.join("/ID, ")}/ID, or the id alone`;
    return yield* new InspectFailed({ sentence });
  }
  const hits = yield* ask((box) => box.search(name));
  const found = hits.flatMap(({ kind, id }): ReadonlyArray<ActorName> => {
    const known = KINDS.find((one) => one === kind);
    return known !== undefined && id === name ? [{ kind: known, id }] : [];
  });
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const sentence = only === undefined
    ? `There is no ticket, pass or order ${name}; "search ${name}" finds what else it may be`
    : `There are several: name it as ${found.map((one) => `${one.kind}/${one.id}`).join(" or ")}`;
  return yield* new InspectFailed({ sentence });
});

/** Where actors of that kind are read. */
export function shelfOf(
  box: Gatehouse,
  { kind }: ActorName,
): Reads<Ticket | Pass | Order> {
  return { ticket: box.tickets, pass: box.passes, order: box.orders }[kind];
}
