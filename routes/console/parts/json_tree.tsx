/**
 * A JSON value as a tree that opens and closes without script.
 *
 * @module
 */
import { JsonPointer } from "effect";
import type { Markup } from "../page.ts";

/** Members of one object or array that are shown; the raw JSON has them all. */
const MEMBERS_MAX = 200;

/** Branches down to here stand open. */
const OPEN_DEPTH = 2;

interface TreeProps {
  readonly value: unknown;
  /** Where a leaf leads, by its JSON Pointer; `null`: nowhere. */
  readonly hrefOf?: (pointer: string) => string | null;
  /** Which leaves stand out. */
  readonly isMarked?: (pointer: string) => boolean;
}

/** Every member of an object or array, with all below it. */
export function JsonTree(props: TreeProps): Markup {
  return <div class="tree">{branch(props, "", 0)}</div>;
}

function branch(props: TreeProps, pointer: string, depth: number): Markup {
  const members = isBranch(props.value) ? Object.entries(props.value) : [];
  const more = members.length - MEMBERS_MAX;
  return (
    <ul>
      {members.slice(0, MEMBERS_MAX).map(([name, value]) => {
        const at = `${pointer}/${JsonPointer.escapeToken(name)}`;
        const member = { ...props, value };
        return <li>{isBranch(value) ? twig(member, at, depth + 1) : leaf(member, at)}</li>;
      })}
      {more > 0 && <li class="quiet">and {more} more</li>}
    </ul>
  );
}

function twig(props: TreeProps, pointer: string, depth: number): Markup {
  return (
    <details open={depth <= OPEN_DEPTH}>
      <summary>{nameIn(pointer)}</summary>
      {branch(props, pointer, depth)}
    </details>
  );
}

function leaf({ value, hrefOf, isMarked }: TreeProps, pointer: string): Markup {
  const href = hrefOf?.(pointer) ?? null;
  const name = nameIn(pointer);
  const text = <code>{JSON.stringify(value)}</code>;
  return (
    <>
      {href === null ? name : <a href={href}>{name}</a>}:{" "}
      {isMarked?.(pointer) === true ? <mark>{text}</mark> : text}
    </>
  );
}

function nameIn(pointer: string): string {
  return JsonPointer.unescapeToken(pointer.slice(pointer.lastIndexOf("/") + 1));
}

/** An empty one is a leaf. */
function isBranch(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}
