/**
 * The commands of one kind of actor as forms, read from the route table and its validators.
 *
 * @module
 */
import { type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import type { Route } from "../../route.ts";
import type { Subject } from "../../subjects.ts";
import { ROUTES } from "../../table.ts";

/** One text of the command's body. */
export interface TextField {
  /** `seat.row` is a member of a member. */
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
  /** Names of lists of ids. */
  readonly lists: ReadonlyArray<string>;
  /** Names of what can be said yes to. */
  readonly flags: ReadonlyArray<string>;
  /** Members that only JSON can say, an accepted one each; `null`: none. */
  readonly json: Readonly<Record<string, unknown>> | null;
}

/** Every command of that kind but those that only a new actor takes. */
export function commandForms({ plural }: Subject): ReadonlyArray<CommandForm> {
  return ROUTES.flatMap((route) => {
    const { command, path } = route;
    if (command === undefined || !path.startsWith(`/v1/${plural}/{`)) return [];
    const verb = path.slice(path.lastIndexOf("/") + 1);
    return CREATORS.includes(verb) ? [] : [formOf(route, { verb, type: command })];
  });
}

/** What is there already refuses them. */
const CREATORS: ReadonlyArray<string> = ["allocate", "acquire"];

/** As ids are. */
const ID_LENGTH_MAX = 64;

interface Member {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: JsonSchema;
}

function formOf(
  { body, summary, example }: Route,
  head: Pick<CommandForm, "verb" | "type">,
): CommandForm {
  const members = body === null ? [] : membersOf(toJsonSchema(body, CONVERSION));
  const byForm = Map.groupBy(members, inputOf);
  const names = (input: Input) => (byForm.get(input) ?? []).map(({ name }) => name);
  const structured = names("json");
  return {
    ...head,
    summary,
    texts: members.flatMap(textsOf),
    lists: names("list"),
    flags: names("flag"),
    json: structured.length === 0 ? null : picked(example, structured),
  };
}

const CONVERSION = { typeMode: "input", errorMode: "ignore" } as const;

type Input = "text" | "texts" | "list" | "flag" | "json";

function inputOf({ schema }: Member): Input {
  const { type, items } = schema;
  if (type === "string") return "text";
  if (type === "boolean") return "flag";
  if (type === "array") return typeof items === "object" && isText(items) ? "list" : "json";
  const inner = membersOf(schema);
  return inner.length > 0 && inner.every((one) => isText(one.schema)) ? "texts" : "json";
}

function textsOf(member: Member): ReadonlyArray<TextField> {
  const { name, isRequired, schema } = member;
  const input = inputOf(member);
  if (input === "text") return [{ name, isRequired, lengthMax: schema.maxLength ?? ID_LENGTH_MAX }];
  if (input !== "texts") return [];
  return membersOf(schema).map((inner) => ({
    name: `${name}.${inner.name}`,
    isRequired: isRequired && inner.isRequired,
    lengthMax: inner.schema.maxLength ?? ID_LENGTH_MAX,
  }));
}

function membersOf({ properties = {}, required = [] }: JsonSchema): ReadonlyArray<Member> {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    isRequired: required.includes(name),
    schema: plain(schema),
  }));
}

function isText(schema: JsonSchema | ReadonlyArray<unknown>): boolean {
  return "type" in schema && schema.type === "string";
}

/** Without the `null` that an optional member may also be. */
function plain(schema: JsonSchema | boolean): JsonSchema {
  if (typeof schema === "boolean") return {};
  const some = (schema.anyOf ?? []).filter((one) => typeof one !== "boolean");
  return some.find(({ type }) => type !== "null") ?? schema;
}

function picked(example: unknown, names: ReadonlyArray<string>): Record<string, unknown> {
  const given = Object.entries(example as Record<string, unknown>);
  return Object.fromEntries(given.filter(([name]) => names.includes(name)));
}
