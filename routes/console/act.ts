/**
 * Buttons: a form becomes one command of the REST surface, and what came of it is said once.
 *
 * @module
 */
import * as v from "valibot";
import { AdapterTestAnswer } from "../answers.ts";
import { AttemptAnswer } from "../webhook_forms.ts";
import type { AskInside } from "../inside.ts";
import type { Key } from "../keys.ts";
import { duration } from "./parts/time.tsx";
import type { Said } from "./sessions.ts";
import { post, type ShownProblem } from "./visit.ts";

/**
 * Fields of every button's form. The others are members of the command's body, over those that
 * `body` holds as JSON: `seat.row` is a member of a member, `lines[]` a list of texts.
 */
const Form = v.objectWithRest(
  {
    /** Path of the REST surface, `?dryRun=true` included. */
    path: v.pipe(v.string(), v.regex(/^\/v1\/[\w.:/-]+(\?[\w=&-]*)?$/)),
    method: v.optional(v.picklist(["POST", "DELETE"]), "POST"),
    body: v.optional(
      v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())),
      "{}",
    ),
    /** Page to go back to. */
    back: v.optional(v.string(), "/console"),
    /** What to say when it is done. */
    done: v.optional(v.string(), "Done"),
  },
  v.union([v.string(), v.array(v.string())]),
);

/** What the form asked for, and where its page is. */
export interface Acted {
  readonly said: Said;
  readonly back: string;
}

/** Sends the command as the key of the session, with all that this key may not do. */
export async function act(
  askInside: AskInside,
  caller: Key,
  fields: Readonly<Record<string, unknown>>,
): Promise<Acted> {
  const form = v.safeParse(Form, fields);
  if (!form.success) {
    return { said: { isGood: false, text: "This form is not one of ours" }, back: "/console" };
  }
  const { path, method, body, back, done, ...typed } = form.output;
  const init = method === "DELETE" ? { method } : post({ ...body, ...membersOf(typed) });
  const response = await askInside(caller, path, init);
  const answer = await response.json();
  if (!response.ok) {
    return { said: { isGood: false, text: wordsOf(answer as ShownProblem) }, back };
  }
  const text = path.includes("dryRun=true") ? triedOut(answer) : done;
  return { said: trialOf(answer) ?? { isGood: true, text }, back };
}

/** What a test of a system or a webhook has shown: that it was carried out says little. */
function trialOf(answer: unknown): Said | null {
  const trial = v.safeParse(AdapterTestAnswer, answer);
  if (trial.success) {
    const { ok, detail, durationMs } = trial.output;
    return { isGood: ok, text: `${detail} (${duration(durationMs)})` };
  }
  const attempt = v.safeParse(AttemptAnswer, answer);
  if (!attempt.success) return null;
  const { outcome, reason, durationMs } = attempt.output;
  const text = `It was ${outcome}${reason === null ? "" : `: ${reason}`} (${duration(durationMs)})`;
  return { isGood: outcome === "delivered", text };
}

/** What was left empty is left out. */
function membersOf(
  typed: Readonly<Record<string, string | ReadonlyArray<string>>>,
): Readonly<Record<string, unknown>> {
  const members = new Map<string, unknown>();
  for (const [name, given] of Object.entries(typed)) {
    if (typeof given !== "string") members.set(name.replace(/\[\]$/, ""), given);
    else if (given.trim() !== "") {
      const [outer = "", inner] = name.split(".");
      const others = members.get(outer) as object | undefined;
      members.set(outer, inner === undefined ? given : { ...others, [inner]: given });
    }
  }
  return Object.fromEntries(members);
}

function triedOut({ events }: { readonly events?: ReadonlyArray<string> }): string {
  const would = events === undefined || events.length === 0 ? "nothing" : events.join(", ");
  return `Tried out, nothing stored: it would record ${would}`;
}

function wordsOf({ title, detail, errors }: ShownProblem): string {
  const faults = (errors ?? []).map((one) => `${one.pointer} ${one.detail}`);
  return `${title}: ${faults.length === 0 ? detail : faults.join("; ")}`;
}
