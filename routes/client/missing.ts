/**
 * Who, or whose facts, are missing from what was given, as they are damaged.
 *
 * @module
 */
import type { Send } from "./transport.ts";

/** An actor, as facts name theirs. */
export interface ActorName {
  readonly kind: string;
  readonly id: string;
}

/** Who wants to know what is missing. */
export interface MissingOptions {
  /** Told of each actor once, before what follows. All others are whole. Must not throw. */
  readonly onQuarantined?: (actors: ReadonlyArray<ActorName>) => void;
}

/** Tells of each actor once. */
export function onceEach(
  { onQuarantined }: MissingOptions,
): (actors: ReadonlyArray<ActorName>) => void {
  const told = new Set<string>();
  return (actors) => {
    const fresh = actors.filter(({ kind, id }) => !told.has(`${kind}/${id}`));
    if (fresh.length === 0) return;
    for (const { kind, id } of fresh) told.add(`${kind}/${id}`);
    onQuarantined?.(fresh);
  };
}

/** The same way to the service, which tells what its lists say of damaged actors. */
export function tellingMissing(send: Send, options: MissingOptions): Send {
  const tell = onceEach(options);
  return async (question) => {
    const answered = await send(question);
    const list = answered.body as { readonly quarantined?: ReadonlyArray<ActorName> } | null;
    tell(list?.quarantined ?? []);
    return answered;
  };
}
