/**
 * Rule `rooms`: which room may import which room and which package.
 *
 * @module
 */
import { mentions } from "../imports.ts";
import { isProduct, projectPath, resolve, roomOf } from "../paths.ts";

interface Room {
  /** Folders, or single files that are open to this room. */
  readonly rooms: ReadonlyArray<string>;
  readonly packages: ReadonlyArray<string>;
}

/** The table of the house. A room that is not in it does not ship and may import anything. */
const TABLE: Readonly<Record<string, Room>> = {
  actors: { rooms: ["actors"], packages: ["effect"] },
  adapters: {
    // the loader and the demo are box offices: they use the client that box offices use; a backup
    // names the version that made it
    rooms: ["actors", "adapters", "routes/client/mod.ts", "deno.json"],
    packages: ["effect", "valibot", "@deno/kv", "cbor-x", "standardwebhooks", "node:"],
  },
  routes: {
    rooms: ["actors", "routes"],
    packages: [
      "effect",
      "hono",
      "@hono/",
      "bwip-js",
      "pdf-lib",
      "valibot",
      "@valibot/to-json-schema",
      "node:",
    ],
  },
  main: {
    rooms: ["actors", "adapters", "routes", "deno.json"],
    packages: ["effect", "valibot", "node:"],
  },
};

/** Flags every import that the table does not allow. */
export const rooms: Deno.lint.Rule = {
  create(context) {
    const from = projectPath(context.filename);
    return mentions(({ specifier, node }) => {
      const fault = specifier === null ? computed(from) : faultOf(from, specifier);
      if (fault !== null) context.report({ node, message: fault });
    });
  },
};

function computed(from: string): string | null {
  return isProduct(from) ? "Import a literal name: a computed one cannot be checked" : null;
}

function faultOf(from: string, specifier: string): string | null {
  const target = resolve(from, specifier);
  return target === null ? packageFault(from, specifier) : fileFault(from, target);
}

function packageFault(from: string, specifier: string): string | null {
  if (/^(npm|jsr|https?|file|data):/.test(specifier)) {
    return `Name "${specifier}" in the import map of deno.json, and import it by that name`;
  }
  if (/^@std\/testing(\/|$)/.test(specifier) && specifier !== "@std/testing/bdd") {
    return `"${specifier}" is not reachable from every machine: only @std/testing/bdd is mapped`;
  }
  const allowed = TABLE[roomOf(from)]?.packages;
  if (allowed === undefined || allowed.some((name) => isOf(specifier, name))) return null;
  return `Package "${specifier}" does not belong in ${roomOf(from)}: allowed are ${
    allowed.join(", ")
  }`;
}

/** `effect/testing` is of `effect`, `effection` is not; a name with an open end is a prefix. */
function isOf(specifier: string, name: string): boolean {
  return /[:/]$/.test(name)
    ? specifier.startsWith(name)
    : specifier === name || specifier.startsWith(`${name}/`);
}

function fileFault(from: string, target: string): string | null {
  const room = TABLE[roomOf(from)];
  if (room === undefined) return null;
  if (!room.rooms.includes(roomOf(target)) && !room.rooms.includes(target)) {
    return `${roomOf(from)} must not import ${target}: allowed are ${room.rooms.join(", ")}`;
  }
  return doorFault(from, target);
}

/** Folders that are one actor each; the other folders of the room are mechanisms. */
const ACTORS: ReadonlyArray<string> = ["pass", "ticket", "order", "reference"];

/** An actor shows others its `mod.ts` alone, so that its inside can change. */
function doorFault(from: string, target: string): string | null {
  const [top, folder, ...rest] = target.split("/");
  const isInside = top === "actors" && ACTORS.includes(folder ?? "") && rest.length > 0;
  if (!isInside || from.startsWith(`actors/${folder}/`) || rest.join("/") === "mod.ts") return null;
  return `Enter actors/${folder} through its mod.ts, not through ${rest.join("/")}`;
}
