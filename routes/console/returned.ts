/**
 * A form that comes back: nothing was done, so what was typed is still there, with what is wrong
 * beside its field.
 *
 * @module
 */
import type { FormFields } from "./form.ts";
import type { Said } from "./sessions.ts";
import type { ShownProblem, Visit } from "./visit.ts";

/** As it was sent. */
export interface Sent {
  /** Where to, without the query. */
  readonly path: string;
  readonly fields: FormFields;
}

/** What stands in the fields of one form. */
export interface Typed {
  /** What is said at its head; `null`: it is shown for the first time. */
  readonly said: Said | null;
  /** Of one field; `initial` where nothing was sent. */
  readonly text: (name: string, initial?: string) => string;
  /** Whether this box was ticked. */
  readonly isTicked: (name: string, value: string) => boolean;
  /** What is wrong with one field, or deep inside what it says; `null`: nothing. */
  readonly fault: (name: string) => string | null;
}

/** Problems that whoever has typed can mend. */
const MENDABLE: ReadonlyArray<number> = [400, 409, 412, 422];

/** Whether this is about what was asked, and not about who asked or the service. */
export function isMendable({ status }: Pick<ShownProblem, "status">): boolean {
  return MENDABLE.includes(status);
}

/** What is said of a problem, with the form that it sends back. */
export function saidOf(problem: ShownProblem, { path, fields }: Sent): Said {
  const faults = (problem.errors ?? []).map((one) => [fieldAt(one.pointer), one.detail] as const);
  const returned = { path: bare(path), fields, faults: Object.fromEntries(faults) };
  return { isGood: false, text: wordsOf(problem), returned };
}

/** What this visit finds in the form that is sent to `path`. */
export function typedIn({ said }: Pick<Visit, "said">, path: string): Typed {
  const returned = said?.returned;
  if (said === null || returned === undefined || returned.path !== path) return NOTHING_TYPED;
  const { fields, faults } = returned;
  return {
    said,
    text: (name) => [fields[name] ?? ""].flat().at(-1) ?? "",
    isTicked: (name, value) => [fields[name] ?? []].flat().includes(value),
    fault: (name) => faults[name] ?? faultWithin(faults, name),
  };
}

/** Without the query: a form may be sent to the same place as a trial or for real. */
export function bare(path: string): string {
  return path.replace(/\?.*$/, "");
}

const NOTHING_TYPED: Typed = {
  said: null,
  text: (_name, initial = "") => initial,
  isTicked: () => false,
  fault: () => null,
};

/** `/seat/row` of a body is the field `seat.row`; `/query/at` is `at`, and `/path/id` is `id`. */
export function fieldAt(pointer: string): string {
  return pointer.replace(/^\/((query|path)\/)?/, "").replaceAll("/", ".");
}

/** `lines.0.code` is wrong in `lines`, where the form has no nearer field. */
function faultWithin(faults: Readonly<Record<string, string>>, name: string): string | null {
  const inner = Object.entries(faults).find(([place]) => place.startsWith(`${name}.`));
  return inner === undefined ? null : inner.join(" ");
}

function wordsOf({ title, detail, advice, errors = [] }: ShownProblem): string {
  const faults = errors.map((one) => `${fieldAt(one.pointer)} ${one.detail}`);
  const why = faults.length === 0 ? detail : faults.join("; ");
  return [`${title}: ${why}`, advice ?? ""].join(" ").trim();
}
