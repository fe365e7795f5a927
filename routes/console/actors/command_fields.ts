/**
 * The commands of one kind of actor as forms, read from the route table and its validators.
 *
 * @module
 */
import { type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import type { Route } from "../../route.ts";
import type { Subject } from "../../subjects.ts";
import { ROUTES } from "../../table.ts";

/** One input, as a text member of the command's body. */
export interface TextField {
  readonly name: string;
  readonly isRequired: boolean;
  readonly lengthMax: number;
}

/** One command with what its form asks for. */
export interface CommandForm {
  /** Last part of its path: `reprint`. */
  readonly verb: string;
  /** `ReprintPass`, as its records name it. */
  readonly type: string;
  readonly summary: string;
  readonly texts: ReadonlyArray<TextField>;
  /** The one yes or no, where it is the only member that is no text. */
  readonly flag: string | null;
  /** Members that are to be written as JSON, an accepted one each; `null`: none. */
  readonly json: Readonly<Record<string, unknown>> | null;
  /** Members that JSON may have too. */
  readonly optional: ReadonlyArray<string>;
}

/** Every command of that kind but those that only a new actor takes. */
export function commandForms({ plural }: Subject): ReadonlyArray<CommandForm> {
  return ROUTES.flatMap((route) => {
    const { command, path, method } = route;
    if (command === undefined || method !== "POST" || !path.startsWith(`/v1/${plural}/{`)) {
      return [];
    }
    const verb = path.slice(path.lastIndexOf("/") + 1);
    return CREATORS.includes(verb) ? [] : [formOf(route, { verb, type: command })];
  });
}

/** What is there already refuses them. */
const CREATORS: ReadonlyArray<string> = ["allocate", "acquire"];

function formOf(
  { body, summary, example }: Route,
  head: Pick<CommandForm, "verb" | "type">,
): CommandForm {
  const { properties = {}, required = [] } = body === null
    ? {}
    : toJsonSchema(body, { typeMode: "input", errorMode: "ignore" });
  const members = Object.entries(properties).map(([name, schema]) => ({
    name,
    isRequired: required.includes(name),
    schema: plain(schema),
  }));
  const isText = ({ schema }: { readonly schema: JsonSchema }) => schema.type === "string";
  const texts = members.filter(isText).map(({ name, isRequired, schema: { maxLength } }) => ({
    name,
    isRequired,
    lengthMax: maxLength ?? ID_LENGTH_MAX,
  }));
  const others = members.filter((member) => !isText(member));
  const [only] = others;
  if (others.length === 0) return { ...head, summary, texts, flag: null, json: null, optional: [] };
  if (others.length === 1 && only?.schema.type === "boolean") {
    return { ...head, summary, texts, flag: only.name, json: null, optional: [] };
  }
  const needed = others.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const optional = others.map(({ name }) => name).filter((name) => !needed.includes(name));
  return { ...head, summary, texts, flag: null, json: picked(example, needed), optional };
}

/** As ids are. */
const ID_LENGTH_MAX = 64;

/** Without the `null` that an optional member may also be. */
function plain(schema: JsonSchema | boolean): JsonSchema {
  if (typeof schema === "boolean") return {};
  const { anyOf = [] } = schema;
  const some = anyOf.find((one): one is JsonSchema =>
    typeof one !== "boolean" && one.type !== "null"
  );
  return some ?? schema;
}

function picked(example: unknown, names: ReadonlyArray<string>): Record<string, unknown> {
  const given = Object.entries(example as Record<string, unknown>);
  return Object.fromEntries(given.filter(([name]) => names.includes(name)));
}
