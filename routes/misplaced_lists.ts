/**
 * Lists that stand where an object belongs: valibot takes one for an object without these members.
 *
 * @module
 */
import * as v from "valibot";

/** Names and places that lead from the body to a value in it. */
export type Path = ReadonlyArray<PropertyKey>;

/** The inside of a validator, as far as it has one of these. */
interface Inside extends v.GenericSchema {
  readonly wrapped?: Inside;
  readonly entries?: Readonly<Record<string, Inside>>;
  readonly item?: Inside;
  readonly value?: Inside;
  readonly options?: ReadonlyArray<Inside>;
}

const OBJECTS = ["object", "strict_object", "loose_object", "record"];

/** Where they stand in `value`. What the validator says of its own accord is not told. */
export function misplacedLists(
  schema: v.GenericSchema,
  value: unknown,
  path: Path = [],
): ReadonlyArray<Path> {
  const { type, wrapped, item, options = [] } = schema as Inside;
  if (typeof value !== "object" || value === null) return [];
  if (wrapped !== undefined) return misplacedLists(wrapped, value, path);
  if (type === "union" || type === "variant") {
    // where none fits, the value is refused whichever was meant
    const meant = options.find((option) => v.is(option, value)) ?? options[0];
    return meant === undefined ? [] : misplacedLists(meant, value, path);
  }
  if (OBJECTS.includes(type)) {
    return Array.isArray(value) ? [path] : inMembers(schema, value, path);
  }
  if (item === undefined || !Array.isArray(value)) return [];
  return value.flatMap((one, at) => misplacedLists(item, one, [...path, at]));
}

function inMembers(schema: Inside, object: object, path: Path): ReadonlyArray<Path> {
  return Object.entries(object).flatMap(([name, member]) => {
    const inside = schema.entries?.[name] ?? schema.value;
    return inside === undefined ? [] : misplacedLists(inside, member, [...path, name]);
  });
}
