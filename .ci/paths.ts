/**
 * Paths as the checks see them: relative to the project, with forward slashes.
 *
 * @module
 */
import { posix } from "node:path";

/** Root folder of the project, ending in a slash. */
export const ROOT: string = decodeURIComponent(new URL("../", import.meta.url).pathname);

/** Rooms that ship; `main.ts` joins them. */
const PRODUCT_ROOMS: ReadonlyArray<string> = ["actors", "adapters", "routes", "main"];

/** A path inside the project; relative ones are taken as they are. */
export function projectPath(filename: string): string {
  return filename.startsWith(ROOT) ? filename.slice(ROOT.length) : filename;
}

/** First folder of a path; `main` for `main.ts` itself. */
export function roomOf(path: string): string {
  return path === "main.ts" ? "main" : path.split("/")[0] ?? "";
}

/** Whether a path belongs to what ships. */
export function isProduct(path: string): boolean {
  return PRODUCT_ROOMS.includes(roomOf(path));
}

/** Path that a relative specifier in `from` points to; `null` for packages. */
export function resolve(from: string, specifier: string): string | null {
  return specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : null;
}
