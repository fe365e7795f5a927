/**
 * Requests that the OpenAPI document calls valid, and the same with exactly one thing wrong.
 *
 * @module
 */
import type { Dice } from "../../adapters/simulator/dice.ts";
import { HOSTILE_BODIES, HOSTILE_VALUES, HOSTILE_WORDS } from "./faults_hostile.ts";

/** One operation of the document. */
export interface Operation {
  readonly method: string;
  /** With parameters as `{name}`. */
  readonly path: string;
  readonly query: ReadonlyArray<QueryField>;
  /** An accepted body; `undefined`: it reads none. */
  readonly example: unknown;
  /** Answers to an access control's own key. */
  readonly isReply: boolean;
}

interface QueryField {
  readonly name: string;
  readonly required: boolean;
  readonly values: ReadonlyArray<string>;
}

/** A request, before it is written. */
export interface Sending {
  readonly method: string;
  readonly path: string;
  readonly query: ReadonlyArray<readonly [name: string, value: string]>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

/** What exists: values for the parameters of paths and for query fields, by name. */
export type Known = Readonly<Record<string, ReadonlyArray<string>>>;

/** All that the document, as it was served, tells of. */
export function operationsOf({ paths }: OpenApi): ReadonlyArray<Operation> {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, requestBody, security }]) => ({
      method: method.toUpperCase(),
      path,
      query: parameters.filter((one) => one.in === "query").map(({ name, required, schema }) => ({
        name,
        required,
        values: schema.enum ?? [],
      })),
      example: requestBody?.content["application/json"].example,
      isReply: security.some((one) => "replyKey" in one),
    }))
  );
}

/** As far as it is looked at. */
export interface OpenApi {
  readonly paths: { readonly [path: string]: Described };
}

interface Described {
  readonly [method: string]: {
    readonly parameters: ReadonlyArray<{
      readonly name: string;
      readonly in: string;
      readonly required: boolean;
      readonly schema: { readonly enum?: ReadonlyArray<string> };
    }>;
    readonly requestBody?: {
      readonly content: { readonly "application/json": { readonly example: unknown } };
    };
    readonly security: ReadonlyArray<object>;
  };
}

/** A request that the document allows, about what is known. */
export function validSending(operation: Operation, { known, dice }: Chance): Sending {
  const { method, path, query, example } = operation;
  return {
    method,
    path: path.replaceAll(/\{(\w+)\}/g, (_, name) => pick(dice, valuesOf(known, name))),
    query: query.filter(({ required }) => required)
      .map(({ name }) => [name, pick(dice, known[name] ?? ["1"])]),
    headers: example === undefined ? {} : { "content-type": "application/json" },
    body: example === undefined ? undefined : JSON.stringify(example),
  };
}

/** A request about nothing that exists says little: a new parameter needs values too. */
function valuesOf(known: Known, name: string): ReadonlyArray<string> {
  const values = known[name];
  if (values === undefined) throw new Error(`Nothing is known that stands for {${name}}`);
  return values;
}

/** By what a request is made. */
export interface Chance {
  readonly known: Known;
  readonly dice: Dice;
}

type Mutation = (sending: Sending, operation: Operation, chance: Chance) => Sending;

/** Changes exactly one thing of a valid request. */
export function mutateOne(sending: Sending, operation: Operation, chance: Chance): Sending {
  const { dice } = chance;
  const hasBody = operation.example !== undefined;
  const mutations = hasBody && dice.pick(10) < 6
    ? [changeMember, changeMember, changeMember, changeMember, changeBody]
    : [changePath, changeQuery, changeQuery, changeHeader, changeMethod];
  return pick(dice, mutations)(sending, operation, chance);
}

const changeMember: Mutation = (sending, { example }, { dice }) => ({
  ...sending,
  body: JSON.stringify(mutant(example, dice)),
});

/** Goes down at random, and replaces, leaves out or adds what it ends at. */
function mutant(value: unknown, dice: Dice): unknown {
  if (typeof value !== "object" || value === null) return pick(dice, HOSTILE_VALUES);
  const keys = Object.keys(value);
  const key = keys[dice.pick(keys.length + 1)];
  if (key === undefined) {
    return Array.isArray(value) || dice.pick(2) === 0
      ? pick(dice, HOSTILE_VALUES)
      : { ...value, zork: pick(dice, HOSTILE_VALUES) };
  }
  const members: Record<string, unknown> = { ...value };
  if (dice.pick(5) === 0) delete members[key];
  else members[key] = mutant(members[key], dice);
  return Array.isArray(value) ? Object.values(members) : members;
}

const changeBody: Mutation = (sending, _operation, { dice }) => ({
  ...sending,
  body: pick(dice, HOSTILE_BODIES),
});

const changePath: Mutation = (sending, _operation, { dice }) => {
  const parts = sending.path.split("/");
  const index = dice.pick(parts.length);
  const word = written(pick(dice, HOSTILE_WORDS));
  return { ...sending, path: `/${parts.toSpliced(index, 1, word).join("/")}`.replace("//", "/") };
};

const changeQuery: Mutation = (sending, { query }, { dice, known }) => {
  const field = query[dice.pick(query.length + 1)];
  const name = field?.name ?? pick(dice, [...HOSTILE_WORDS.map(written), "zork"]);
  const word = written(pick(dice, HOSTILE_WORDS));
  const good = pick(dice, field?.values.length ? field.values : known[name] ?? [word]);
  const value = dice.pick(3) === 0 ? good : word;
  const others = sending.query.filter(([other]) => other !== name || dice.pick(4) === 0);
  return { ...sending, query: [...others, [name, value]] };
};

const HEADERS = [
  ...["authorization", "content-type", "accept", "if-match", "idempotency-key", "prefer"],
  ...["x-request-id", "last-event-id", "content-length", "cookie", "origin", "accept-encoding"],
];

const changeHeader: Mutation = (sending, _operation, { dice }) => {
  const name = pick(dice, HEADERS);
  const value = pick(dice, HOSTILE_WORDS);
  return { ...sending, headers: { ...sending.headers, [name]: value } };
};

const changeMethod: Mutation = (sending, _operation, { dice }) => {
  const method = pick(dice, ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "GET", "HEAD"]);
  return ["GET", "HEAD"].includes(method)
    ? { ...sending, method, body: undefined }
    : { ...sending, method };
};

function written(word: string): string {
  return word.includes("%") ? word : encodeURIComponent(word);
}

function pick<A>(dice: Dice, choices: ReadonlyArray<A>): A {
  return choices[dice.pick(choices.length)] as A;
}
