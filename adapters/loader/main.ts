/**
 * The loader as its own program: `deno task load FILE.jsonl`.
 *
 * Environment: `GATEHOUSE_URL` (http://127.0.0.1:8080), `GATEHOUSE_KEY`. Ends with 0 when every line
 * was accepted, 1 when one was refused or the service could not be reached, 64 without a file.
 *
 * @module
 */
import { Console, Effect } from "effect";
import { gatehouse, GatehouseProblem, GatehouseUnreachable } from "../../routes/client/mod.ts";
import { load, type Watch } from "./load.ts";
import { barOf, summaryOf } from "./progress.ts";
import { refusedOf } from "./mark.ts";

/** As in sysexits.h. */
const EXIT_USAGE = 64;

/** Further faulty lines are counted, not named. */
const FAULTS_NAMED_MAX = 20;

const program = Effect.gen(function* () {
  const [path, ...others] = Deno.args;
  const key = Deno.env.get("GATEHOUSE_KEY") || null;
  if (path === undefined || others.length > 0 || key === null) {
    yield* Console.error("Name one file, and the key in GATEHOUSE_KEY: deno task load FILE.jsonl");
    return EXIT_USAGE;
  }
  const url = Deno.env.get("GATEHOUSE_URL") || "http://127.0.0.1:8080";
  const loaded = yield* Effect.tryPromise({
    try: () => load(gatehouse({ url, key }), { path: inCallersFolder(path), watch: watch() }),
    catch: (error) => sentenceOf(error, { path, url }),
  });
  yield* Console.log(summaryOf(loaded));
  return loaded.failed > 0 || refusedOf(loaded.mark) > 0 ? 1 : 0;
}).pipe(Effect.catch((sentence) => Effect.as(Console.error(sentence), 1)));

/** A task runs in the project's folder; the file is named from where the caller is. */
function inCallersFolder(path: string): string {
  const folder = Deno.env.get("INIT_CWD");
  return path.startsWith("/") || folder === undefined ? path : `${folder}/${path}`;
}

function watch(): Watch {
  const isTerminal = Deno.stderr.isTerminal();
  const write = (text: string) => Deno.stderr.writeSync(new TextEncoder().encode(text));
  let named = 0;
  return {
    progress: (mark, sizeBytes) => {
      if (isTerminal) write(`\r${barOf(mark, sizeBytes)}${mark.offset === sizeBytes ? "\n" : ""}`);
    },
    fault: (line, fault) => {
      named += 1;
      if (named <= FAULTS_NAMED_MAX) write(`Line ${line}: ${fault.replaceAll("-", " ")}\n`);
    },
  };
}

function sentenceOf(
  error: unknown,
  { path, url }: { readonly path: string; readonly url: string },
): string {
  if (error instanceof GatehouseUnreachable) {
    return `Cannot reach Gatehouse at ${url}. Load the file again: it goes on where it was.`;
  }
  if (error instanceof GatehouseProblem) return `Gatehouse said no: ${error.message}`;
  if (error instanceof Deno.errors.NotFound) return `There is no file ${path}`;
  if (error instanceof Deno.errors.NotCapable) {
    return `${error.message.split(",")[0]}: the loader may use the folder that it is run in, and ` +
      "the hosts in GATEHOUSE_ALLOW_NET";
  }
  return `Cannot load ${path}: ${error instanceof Error ? error.message : String(error)}`;
}

if (import.meta.main) Deno.exit(await Effect.runPromise(program));
