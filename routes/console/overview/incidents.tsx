/**
 * Entries on what was revoked that nobody has seen to, and the button that says that somebody has.
 *
 * @module
 */
import type * as v from "valibot";
import type { EventAnswer } from "../../answers.ts";
import type { Markup } from "../page.ts";
import { Action } from "../parts/action.tsx";
import { ActorLink, pathOfActor } from "../parts/actor_link.tsx";
import { Time } from "../parts/time.tsx";
import { NotShown, orDamage, orNull, type Visit } from "../visit.ts";

/** A fact with its sentence, as far as a line of the list needs it. */
export type Fact =
  & Pick<v.InferOutput<typeof EventAnswer>, "actor" | "sentence">
  & Partial<Pick<v.InferOutput<typeof EventAnswer>, "data">>
  & {
    /** `null`: long ago. */
    readonly at: string | null;
  };

/** An entry on what was revoked, that nobody has seen to. */
export interface Incident {
  readonly fact: Fact;
  /** The scan to acknowledge; `null`: one that is remembered no more. */
  readonly scanId: string | null;
}

interface Scan {
  readonly scanId: string;
  readonly note: string;
  readonly acknowledged?: true;
}

const NOTES = ["dead-credential", "revoked-admission"];

/** `null`: it was acknowledged. One whose scan is too old to be known stays until its day is over. */
export async function openIncident(read: Visit["read"], fact: Fact): Promise<Incident | null> {
  const path = pathOfActor(fact.actor);
  const actor = path === null ? null : await orDamage(orNull(
    read<{ readonly usage: { readonly scans: ReadonlyArray<Scan> } }>(path),
  ));
  if (actor instanceof NotShown) return { fact, scanId: null };
  const told = fact.data?.["scanId"];
  const scans = (actor?.usage.scans ?? []).filter(({ scanId, note }) =>
    NOTES.includes(note) && (told === undefined || scanId === told)
  );
  const open = scans.find(({ acknowledged }) => acknowledged !== true);
  if (open === undefined && scans.length > 0) return null;
  return { fact, scanId: open?.scanId ?? null };
}

/** One line, with the button where the key may press it. */
export function IncidentItem({ incident, mayAct }: {
  readonly incident: Incident;
  readonly mayAct: boolean;
}): Markup {
  const { fact: { at, actor, sentence }, scanId } = incident;
  return (
    <li>
      {at !== null && <Time at={at} />} <ActorLink actor={actor} />: {sentence}
      {mayAct && scanId !== null && (
        <>
          {" "}
          <Action
            label="Seen to"
            path={`${pathOfActor(actor)}/acknowledge-incident`}
            body={{ scanId }}
            back="/console"
            done="The incident was seen to"
          />
        </>
      )}
    </li>
  );
}
