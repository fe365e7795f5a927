/**
 * Bugs of the process: how it stops, and what it takes in.
 *
 * @module
 */
import { ROLLING_RESTART } from "../promises/p10_graceful_stop.ts";
import { PRINTS_UNDER_WAY } from "../promises/p10_prints_under_way.ts";
import { LIMITS } from "../promises/p12_limits.ts";
import { OUT_OF_DESCRIPTORS } from "../promises/p12_out_of_descriptors.ts";
import { SLOW_CLIENTS } from "../promises/p12_slow_clients.ts";
import { type PlantedBug, testOf } from "./planted_bug.ts";

const BY_RESTARTS = testOf("p10_graceful_stop", ROLLING_RESTART);
const BY_PRINTS = testOf("p10_prints_under_way", PRINTS_UNDER_WAY);
const BY_LIMITS = testOf("p12_limits", LIMITS);
const BY_SLOW_CLIENTS = testOf("p12_slow_clients", SLOW_CLIENTS);
const BY_DESCRIPTORS = testOf("p12_out_of_descriptors", OUT_OF_DESCRIPTORS);

/** From the last request to one that never ends. */
export const OF_PROCESS: ReadonlyArray<PlantedBug> = [
  {
    name: "a stop that cuts answers off",
    edits: [{
      file: "adapters/process/serving.ts",
      find: "      Effect.promise(() => server.shutdown()).pipe(\n" +
        "        Effect.timeoutOption(DRAIN_TIMEOUT_MS),\n" +
        "        Effect.asVoid,\n" +
        "      ),",
      replace: "      Effect.sync(() => void server.shutdown()),",
    }],
    test: BY_RESTARTS,
    because: /taken, acted upon and not answered/,
  },
  {
    name: "a service that does not hear SIGTERM",
    edits: [{
      file: "adapters/process/serving.ts",
      find: 'const signals = ["SIGTERM", "SIGINT"] as const;',
      replace: 'const signals = ["SIGINT"] as const;',
    }],
    test: BY_RESTARTS,
    because: /It ended with 143/,
  },
  {
    name: "a stop that waits for no print",
    edits: [{
      file: "adapters/process/serving.ts",
      find: "DRAIN_TIMEOUT_MS = 10_000",
      replace: "DRAIN_TIMEOUT_MS = 10",
    }],
    test: BY_PRINTS,
    because: /The print of T-\d+ was not answered/,
  },
  {
    name: "a body without a length that may be of any",
    edits: [{
      file: "routes/json.ts",
      find: "    if (size > bytesMax) {",
      replace: "    if (size > bytesMax * 1e6) {",
    }, {
      file: "routes/json.ts",
      find: "  if (bytes.length > bytesMax) throw tooLarge(bytesMax);\n",
      replace: "",
    }],
    test: BY_LIMITS,
    because: /an undeclared body: 422/,
  },
  {
    name: "a length that is not looked at",
    edits: [{
      file: "routes/json.ts",
      find: "  if (declared !== null && Number(declared) > bytesMax) throw tooLarge(bytesMax);\n",
      replace: "",
    }],
    test: BY_LIMITS,
    because: /a body that is only declared: 408/,
  },
  {
    name: "nesting without end",
    edits: [{
      file: "routes/json.ts",
      find: "const DEPTH_MAX = 16;",
      replace: "const DEPTH_MAX = 1e9;",
    }],
    test: BY_LIMITS,
    because: /nested in a command of a batch: 200/,
  },
  {
    name: "a member that stands twice",
    edits: [{
      file: "routes/json.ts",
      find: '  if (frame.keys.has(key)) throw memberFault(stack, "stands twice");\n',
      replace: "",
    }],
    test: BY_LIMITS,
    because: /a member that stands twice: 200/,
  },
  {
    name: "a batch of any length",
    edits: [{
      file: "routes/batch.ts",
      find: "const ITEMS_MAX = 500;",
      replace: "const ITEMS_MAX = 5000;",
    }],
    test: BY_LIMITS,
    because: /commands in a batch: 200/,
  },
  {
    name: "slow bodies that everybody waits behind",
    edits: [{
      file: "routes/slow_bodies.ts",
      find: "    this.#makeRoom();\n",
      replace:
        "    while (this.#waiting.size >= 50) await new Promise((go) => setTimeout(go, 5));\n",
    }],
    test: BY_SLOW_CLIENTS,
    because: /only when slow bodies were cut off/,
  },
  {
    name: "slow bodies that are waited for",
    edits: [{
      file: "routes/slow_bodies.ts",
      find: "setTimeout(giveUp, this.#patience.deadlineMs)",
      replace: "setTimeout(giveUp, 60_000)",
    }],
    test: BY_SLOW_CLIENTS,
    because: /What slow bodies are answered/,
  },
  {
    name: "a server that ends when descriptors do",
    edits: [{
      file: "adapters/process/serving.ts",
      find: "  yield* Effect.forkScoped(Effect.forever(replaceEnded));\n",
      replace: "  void replaceEnded;\n",
    }],
    test: BY_DESCRIPTORS,
    because: /Commands are answered: not within/,
  },
];
