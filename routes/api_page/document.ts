/**
 * What the pages of `/docs` read of the OpenAPI document.
 *
 * @module
 */

/** The whole document. */
export interface ApiDocument {
  readonly info: { readonly version: string; readonly description: string };
  readonly tags: ReadonlyArray<{ readonly name: string }>;
  /** By path, then by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    /** Problems by their code. */
    readonly responses: Readonly<Record<string, Described>>;
  };
}

/** One method of one path. */
export interface Operation {
  /** Unique in the document: the anchor of the operation. */
  readonly operationId: string;
  readonly tags: ReadonlyArray<string>;
  readonly summary: string;
  readonly parameters: ReadonlyArray<Parameter>;
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: { readonly "application/json": Media };
  };
  /** By status. */
  readonly responses: Readonly<Record<string, Described | Reference>>;
  /** One entry: the scheme, with the scopes that the key needs. None: open to everyone. */
  readonly security: ReadonlyArray<Readonly<Record<string, ReadonlyArray<string>>>>;
}

/** What stands in the path, behind the `?` or in a header. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

/** One way to be answered. */
export interface Described {
  readonly description: string;
  readonly content: Readonly<Record<string, Media>>;
}

/** To something of `components`, as `#/components/schemas/Ticket`. */
export interface Reference {
  readonly $ref: string;
}

/** What is sent or answered in one type of text. */
export interface Media {
  readonly schema: Schema;
  readonly example?: unknown;
}

/** The part of JSON Schema that the validators are written in. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: ReadonlyArray<unknown>;
  readonly anyOf?: ReadonlyArray<Schema>;
  readonly oneOf?: ReadonlyArray<Schema>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: ReadonlyArray<string>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** An operation with where it stands. */
export interface Placed extends Operation {
  /** In upper case. */
  readonly method: string;
  readonly path: string;
}

/** Every operation, in the order of the document. */
export function operationsOf({ paths }: ApiDocument): ReadonlyArray<Placed> {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
    }))
  );
}

/** Last part of a reference: the name in `components`. */
export function nameIn(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}
