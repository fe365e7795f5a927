/**
 * What `effect/cli` asks of a platform, as far as this program uses it: no file and no process.
 *
 * @module
 */
import { Effect, FileSystem, Layer, Path, Stdio, Terminal } from "effect";
import { CliConfig, CliOutput, GlobalFlag, TerminalCapabilities } from "effect/cli";
import { ChildProcessSpawner } from "effect/process";
import { canColour, columns } from "./sheet.ts";
import { presenter } from "./usage.ts";

const unused = Effect.die("The program does not use this part of a platform");

/** Help in colour where tables are in colour; of the built-in flags only `--help`. */
export const platform = Layer.mergeAll(
  FileSystem.layerNoop({}),
  Path.layer,
  Stdio.layerTest({}),
  Layer.succeed(
    Terminal.Terminal,
    Terminal.make({
      columns: Effect.sync(columns),
      rows: Effect.succeed(0),
      size: unused,
      readInput: unused,
      readLine: unused,
      display: () => Effect.void,
    }),
  ),
  Layer.succeed(
    ChildProcessSpawner.ChildProcessSpawner,
    ChildProcessSpawner.make(() => unused),
  ),
  Layer.succeed(CliOutput.Presenter, presenter),
  CliConfig.layer({ builtIns: [GlobalFlag.Help] }),
  Layer.sync(
    TerminalCapabilities.TerminalCapabilities,
    () => ({ canColor: canColour(), canAnimate: false, canPrompt: false }),
  ),
);
