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
import type { FormFields } from "./form.ts";
import { duration } from "./parts/time.tsx";
import { bare, saidOf, type Sent } from "./returned.ts";
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
    body: v.optional(v.string(), "{}"),
    /** Page to go back to. */
    back: v.optional(v.string(), "/console"),
    /** What to say when it is done. */
    done: v.optional(v.string(), "Done"),
  },
  v.union([v.string(), v.array(v.string())]),
);

const Body = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()));

/** What the form asked for, and where its page is. */
export interface Acted {
  readonly said: Said;
  readonly back: string;
}

/**
 * Sends the command as the key of the session, with all that this key may not do. What was done is
 * said at the head of the page; where nothing was, the form comes back to its place.
 */
export async function act(
  askInside: AskInside,
  caller: Key,
  fields: FormFields,
): Promise<Acted> {
  const form = v.safeParse(Form, fields);
  if (!form.success) {
    return { said: { isGood: false, text: "This form is not one of ours" }, back: "/console" };
  }
  const { path, method, body, back, done, ...typed } = form.output;
  const sent = { path, fields };
  const base = v.safeParse(Body, body);
  if (!base.success) return { said: saidOf(NO_JSON, sent), back };
  const init = method === "DELETE" ? { method } : post({ ...base.output, ...membersOf(typed) });
  const response = await askInside(caller, path, init);
  const answer = await response.json();
  if (!response.ok) return { said: saidOf(answer as ShownProblem, sent), back };
  if (path.includes("dryRun=true")) return { said: triedOut(answer, sent), back };
  return { said: trialOf(answer) ?? { isGood: true, text: done }, back: back.replace(/#.*$/, "") };
}

const NO_JSON: ShownProblem = {
  title: "This is not sent",
  status: 422,
  code: "malformed-json",
  detail: "",
  requestId: "",
  errors: [{ pointer: "/body", detail: "must be an object in JSON" }],
};

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

/** The form comes back, to be given for real. */
function triedOut(
  { events = [] }: { readonly events?: ReadonlyArray<string> },
  { path, fields }: Sent,
): Said {
  const would = events.length === 0 ? "nothing" : events.join(", ");
  const text = `Tried out, nothing stored: it would record ${would}`;
  return { isGood: true, text, returned: { path: bare(path), fields, faults: {} } };
}
