/**
 * The licences of packages, as each says in its own `package.json`. Read when a package is taken
 * in: one that is missing here turns a test red.
 *
 * @module
 */

/** SPDX expressions by name; a name with `*` at its end stands for all that begin so. */
export const LICENCES: Readonly<Record<string, string>> = {
  "@cbor-extract/*": "MIT",
  "@deno/kv": "MIT",
  "@deno/kv-*": "MIT",
  "@pdf-lib/*": "MIT",
  "@stablelib/base64": "MIT",
  "@types/emscripten": "MIT",
  "@valibot/to-json-schema": "MIT",
  "axe-core": "MPL-2.0",
  "bwip-js": "MIT",
  "cbor-extract": "MIT",
  "cbor-x": "MIT",
  "detect-libc": "Apache-2.0",
  "effect": "MIT",
  "fast-check": "MIT",
  "fast-sha256": "Unlicense",
  "hono": "MIT",
  "node-gyp-build-optional-packages": "MIT",
  "pako": "MIT AND Zlib",
  "pdf-lib": "MIT",
  "playwright-core": "Apache-2.0",
  "pure-rand": "MIT",
  "standardwebhooks": "MIT",
  "tagged-tag": "MIT",
  "tslib": "0BSD",
  "type-fest": "MIT OR CC0-1.0",
  "valibot": "MIT",
  "zxing-wasm": "MIT",
};

/** The licence of a package, or `null` when nobody has looked. */
export function licenceOf(name: string): string | null {
  const known = LICENCES[name];
  if (known !== undefined) return known;
  const family = Object.keys(LICENCES)
    .find((one) => one.endsWith("*") && name.startsWith(one.slice(0, -1)));
  return family === undefined ? null : LICENCES[family] ?? null;
}
