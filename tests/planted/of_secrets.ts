/**
 * Bugs of what must not get out, and of where the service must not go.
 *
 * @module
 */
import { SECRETS } from "../promises/p14_secrets.ts";
import { OUTGOING } from "../promises/p16_outgoing.ts";
import { ERASURE } from "../promises/p18_erasure.ts";
import { KILLED_MEANWHILE } from "../promises/p18_killed_meanwhile.ts";
import { type PlantedBug, testOf } from "./planted_bug.ts";

const BY_CANARIES = testOf("p14_secrets", SECRETS);
const BY_LISTENER = testOf("p16_outgoing", OUTGOING);
const BY_ERASURE = testOf("p18_erasure", ERASURE);
const BY_KILLED_ERASURES = testOf("p18_killed_meanwhile", KILLED_MEANWHILE);

/** Secrets, outgoing calls, and customers who are to be forgotten. */
export const OF_SECRETS: ReadonlyArray<PlantedBug> = [
  {
    name: "keys in the log",
    edits: [{
      file: "routes/serve.ts",
      find: "      const params = req.param();\n",
      replace: "      const params = req.param();\n" +
        '      console.log(req.url, req.header("authorization"));\n',
    }],
    test: BY_CANARIES,
    because: /all-key stands in what it said/,
  },
  {
    name: "an unknown key in the answer",
    edits: [{
      file: "routes/keys.ts",
      find: "  if (key === null) throw unauthenticated(INVALID);",
      replace: "  if (key === null) throw unauthenticated(`${INVALID}, key=${presented}`);",
    }],
    test: BY_CANARIES,
    because: /stands in bad request 5, 401/,
  },
  {
    name: "an input in a problem",
    edits: [{
      file: "routes/parse.ts",
      find: "detail: mismatchWords(issue),",
      replace: "detail: `is ${JSON.stringify(issue.input)} and ${mismatchWords(issue)}`,",
    }],
    test: BY_CANARIES,
    because: /stands in bad request 1, 422/,
  },
  {
    name: "a system's token in a reason",
    edits: [{
      file: "adapters/fortress/call.ts",
      find: "catch: (error) => callFailed(error, progress.status),",
      replace: "catch: (error) =>\n" +
        "      new CallFailed({\n" +
        "        ...callFailed(error, progress.status),\n" +
        "        reason: `not reached with ${options.token}`,\n" +
        "      }),",
    }],
    test: BY_CANARIES,
    because: /system-token stands in GET/,
  },
  {
    name: "a key in its fact",
    edits: [{
      file: "routes/key_routes.ts",
      find: "    const command = () => ({ ...told, sha256 });",
      replace: "    const command = () => ({ ...told, sha256, secret });",
    }],
    test: BY_CANARIES,
    because: /keys stands in GET/,
  },
  {
    name: "barcodes for everybody",
    edits: [{
      file: "routes/mask.ts",
      find: '  return caller.scopes.has("barcode:read") ? data : mask(data);',
      replace: "  return data;",
    }],
    test: BY_CANARIES,
    because: /barcode 0 stands in GET tickets.T-1 as clerk/,
  },
  {
    name: "barcodes in filters",
    edits: [{
      file: "routes/mask.ts",
      find: '"value", "credential", "barcode"',
      replace: '"value", "credential"',
    }],
    test: BY_CANARIES,
    because: /barcode 0 stands in GET events/,
  },
  {
    name: "redirects of a system that are followed",
    edits: [{
      file: "adapters/fortress/call.ts",
      find: '    redirect: "manual",\n',
      replace: "",
    }],
    test: BY_LISTENER,
    because: /the listener inside was called/,
  },
  {
    name: "redirects of a webhook that are followed",
    edits: [{
      file: "adapters/webhooks/post.ts",
      find: '    redirect: "manual",\n',
      replace: "",
    }],
    test: BY_LISTENER,
    because: /secret of the inside/,
  },
  {
    name: "hosts by how they begin",
    edits: [{
      file: "adapters/webhooks/hosts.ts",
      find:
        "  const isAllowed = allowed.includes(url.hostname) || allowed.includes(`${url.hostname}:${port}`);",
      replace:
        "  const isAllowed = port !== null && allowed.some((one) => url.host.startsWith(one));",
    }],
    test: BY_LISTENER,
    because: /hooks.example.evil.example. was answered 201/,
  },
  {
    name: "hosts by how they end",
    edits: [{
      file: "adapters/webhooks/hosts.ts",
      find:
        "  const isAllowed = allowed.includes(url.hostname) || allowed.includes(`${url.hostname}:${port}`);",
      replace:
        "  const isAllowed = port !== null && allowed.some((one) => url.host.endsWith(one));",
    }],
    test: BY_LISTENER,
    because: /inside.hooks.example. was answered 201/,
  },
  {
    name: "hosts at any port",
    edits: [{
      file: "adapters/webhooks/hosts.ts",
      find:
        "  const isAllowed = allowed.includes(url.hostname) || allowed.includes(`${url.hostname}:${port}`);",
      replace:
        '  const isAllowed = port !== null && allowed.some((one) => one.split(":")[0] === url.hostname);',
    }],
    test: BY_LISTENER,
    because: /127.* was answered 201/,
  },
  {
    name: "a webhook that is changed unseen",
    edits: [{
      file: "routes/webhooks.ts",
      find: "  if (detail !== null) return yield* faulty(",
      replace: '  if (detail !== null && !("webhookId" in asked.params)) return yield* faulty(',
    }],
    test: BY_LISTENER,
    because: /PUT with .* was answered 200/,
  },
  {
    name: "an erasure in memory only",
    edits: [{
      file: "adapters/customers/file.ts",
      find: "        await this.#writeOver(line, writeErased(said));\n",
      replace: "",
    }],
    test: BY_ERASURE,
    because: /names an erased customer|after the erasure it stands in/,
  },
  {
    name: "an erasure that is told to the log",
    edits: [{
      file: "adapters/customers/registry.ts",
      find: "    const erased = yield* attempt(",
      replace:
        "    yield* Effect.logInfo(`Erasing ${reference}`);\n    const erased = yield* attempt(",
    }],
    test: BY_ERASURE,
    because: /it was said/,
  },
  {
    name: "a backup with the customers in it",
    edits: [{
      file: "adapters/backup/backup.ts",
      find: "  yield* attempt(source, () => copyData(source, data));\n",
      replace: "  yield* attempt(source, () => copyData(source, data));\n" +
        "  yield* attempt(source, () => Deno.copyFile(`${folder}/customers.jsonl`, `${part}/customers.jsonl`));\n",
    }],
    test: BY_ERASURE,
    because: /stood in|it stands in backups/,
  },
  {
    name: "an erasure that is answered before it is done",
    edits: [{
      file: "adapters/customers/registry.ts",
      find: "    const erased = yield* attempt(() => file.erase({ tenant, alias, reference }));\n",
      replace: "    setTimeout(() => file.erase({ tenant, alias, reference }), 50);\n" +
        "    const erased = [{ tenant, alias, reference: null }];\n",
    }],
    test: BY_KILLED_ERASURES,
    because: /was erased, and is still named|was erased, and stands in/,
  },
  {
    name: "an erasure that is longer than its line",
    edits: [{
      file: "adapters/customers/file.ts",
      find: "instead.padEnd(text.length)",
      replace: "instead.padEnd(text.length + 2)",
    }],
    test: BY_KILLED_ERASURES,
    because: /was forgotten|is called|was erased, and/,
  },
  {
    name: "a customer who is answered before they are on disk",
    edits: [{
      file: "adapters/customers/registry.ts",
      find: "    return attempt(() => file.append(customers)).pipe(",
      replace: "    setTimeout(() => file.append(customers), 50);\n" +
        "    return attempt(() => Promise.resolve(customers)).pipe(",
    }],
    test: BY_KILLED_ERASURES,
    because: /was forgotten|is called/,
  },
];
