/**
 * What a form of the console brings, as bounded as every other body.
 *
 * @module
 */
import { readBytes } from "../json.ts";
import type { SlowBodies } from "../slow_bodies.ts";

const FORM_BYTES_MAX = 64 * 1024;

const TYPE = "application/x-www-form-urlencoded";

/** By name; a name that ends in `[]` has all that was given under it, of any other the last. */
export type FormFields = Readonly<Record<string, string | ReadonlyArray<string>>>;

/** The fields of our own forms; of any other type of body, none that we know. */
export async function readForm(request: Request, bodies: SlowBodies): Promise<FormFields> {
  const bytes = await readBytes(request, { bytesMax: FORM_BYTES_MAX, bodies });
  const isForm = request.headers.get("content-type")?.startsWith(TYPE) === true;
  const given = new URLSearchParams(isForm ? new TextDecoder().decode(bytes) : "");
  const fields = new Map<string, string | ReadonlyArray<string>>();
  for (const [name, value] of given) {
    fields.set(name, name.endsWith("[]") ? given.getAll(name) : value);
  }
  return Object.fromEntries(fields);
}
