/**
 * Bugs of keys that are managed while the service runs.
 *
 * @module
 */
import type { PlantedBug } from "./planted_bug.ts";

/** From a key's creation to its end. */
export const OF_KEYS: ReadonlyArray<PlantedBug> = [
  {
    name: "a secret that stays when it is rotated out",
    edits: [{
      file: "routes/key_ring.ts",
      find: "        keys.delete(sha256);\n        key.expiresAt = 0;\n",
      replace: "",
    }],
    test: {
      file: "tests/routes/keys_test.ts",
      name: "after a rotation both secrets work until the overlap ends",
    },
    because: /200 !== 401/,
  },
  {
    name: "a key that stays when it is removed",
    edits: [{
      file: "actors/key/state.ts",
      find: "      return { ...state, secrets: [] };",
      replace: "      return state;",
    }],
    test: {
      file: "tests/actors/key/scenarios_test.ts",
      name: "RemoveKey takes every secret away, once",
    },
    because: /AssertionError/,
  },
  {
    name: "an overlap that a second rotation prolongs",
    edits: [{
      file: "actors/key/state.ts",
      find: "Math.min(one.until ?? previousUntil, previousUntil)",
      replace: "previousUntil",
    }],
    test: {
      file: "tests/actors/key/scenarios_test.ts",
      name: "RotateKey leaves the secret before until its overlap ends, and never prolongs it",
    },
    because: /AssertionError/,
  },
  {
    name: "an end that can be taken back",
    edits: [{
      file: "actors/key/decide.ts",
      find:
        '  if (isOver(state, now)) return expiresAt > now ? refuse("KeyAlreadyOver") : Result.succeed([]);\n',
      replace: "",
    }],
    test: {
      file: "tests/actors/key/scenarios_test.ts",
      name: "ExpireKey can move the end, until it has come",
    },
    because: /ExpireKey was accepted/,
  },
  {
    name: "a key that gives more than it has",
    edits: [{
      file: "routes/key_routes.ts",
      find: "  for (const scope of given.scopes) requireScope(asked.caller, scope);\n",
      replace: "",
    }],
    test: {
      file: "tests/routes/keys_test.ts",
      name: "a key gives no scope that it does not have, neither by creating nor by rotating",
    },
    because: /201 !== 403/,
  },
  {
    name: "a key that is shown again",
    edits: [{
      file: "routes/key_routes.ts",
      find: "key: isRepeated ? null : secret }",
      replace: "key: isRepeated ? secret : secret }",
    }],
    test: {
      file: "tests/routes/keys_test.ts",
      name: "a repeated creation makes nothing and shows no key",
    },
    because: /!== null|null/,
  },
  {
    name: "a key by another id that counts as a repeat",
    edits: [{
      file: "routes/key_routes.ts",
      find: 'seal("POST", { ...told, ...{ id } }, asked)',
      replace: 'seal("POST", told, asked)',
    }],
    test: {
      file: "tests/routes/keys_test.ts",
      name: "a repeated creation makes nothing and shows no key",
    },
    because: /404 !== 422/,
  },
  {
    name: "the last admin of whatever tenant",
    edits: [{
      file: "routes/key_changes.ts",
      find: 'ring.of(tenant).filter(({ scopes }) => scopes.has("admin"))',
      replace:
        '[...ring.of(tenant), ...ring.of("harbour")].filter(({ scopes }) => scopes.has("admin"))',
    }],
    test: {
      file: "tests/routes/key_ring_test.ts",
      name: "a key is the last admin when no other one is valid at that time",
    },
    because: /another tenant's does not count/,
  },
];
