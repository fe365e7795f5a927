/**
 * Loads one file of commands: window after window, each marked as done when all of it is settled.
 *
 * @module
 */
import type { BatchOutcome, Gatehouse } from "../../routes/client/mod.ts";
import { type Fault, readEntry } from "./entry.ts";
import { isForNow, LANES, sendAll } from "./lanes.ts";
import { type Line, readLines } from "./lines.ts";
import { type Mark, readMark, writeMark } from "./mark.ts";

/** Two batches a lane, where the actors spread evenly. */
const WINDOW_LINES = LANES * 1000;
const WINDOW_BYTES = 16 * 1024 * 1024;

/** How a load ended. `stoppedAt`: a line that the service could not take; load again from there. */
export interface Loaded {
  readonly mark: Mark;
  readonly failed: number;
  readonly stoppedAt: { readonly line: number; readonly code: string } | null;
}

/** What the loader is told about. */
export interface Watch {
  readonly progress: (mark: Mark, sizeBytes: number) => void;
  readonly fault: (line: number, fault: Fault) => void;
}

/** The mark belongs to a longer file than this one. */
export class FileChanged extends Error {
  override readonly name = "FileChanged";
}

/**
 * Loads what is not loaded yet. Stopped at any moment and run again, it does nothing twice: what
 * was under way is sent again with the same keys.
 */
export async function load(
  box: Pick<Gatehouse, "batch">,
  { path, watch }: { readonly path: string; readonly watch: Watch },
): Promise<Loaded> {
  const { size } = await Deno.stat(path);
  let mark = await readMark(`${path}.done`);
  if (mark.offset > size) throw new FileChanged(`${path} is shorter than what was loaded of it`);
  await cutRefused(path, mark);
  using file = await Deno.open(path, { read: true });
  await file.seek(mark.offset, Deno.SeekMode.Start);
  for await (const window of windows(readLines(chunksOf(file), mark))) {
    const settled = await settle(box, window, watch);
    if (settled.failed.length > 0) {
      const [first] = settled.failed;
      return { mark, failed: settled.failed.length, stoppedAt: first ?? null };
    }
    mark = await advance(path, { mark, window, settled });
    watch.progress(mark, size);
  }
  return { mark, failed: 0, stoppedAt: null };
}

async function* chunksOf(file: Deno.FsFile): AsyncIterable<Uint8Array> {
  const buffer = new Uint8Array(64 * 1024);
  for (;;) {
    const read = await file.read(buffer);
    if (read === null) return;
    yield buffer.slice(0, read);
  }
}

async function* windows(lines: AsyncIterable<Line>): AsyncIterable<ReadonlyArray<Line>> {
  let window: Array<Line> = [];
  let bytes = 0;
  for await (const line of lines) {
    window.push(line);
    bytes += line.text?.length ?? 0;
    if (window.length < WINDOW_LINES && bytes < WINDOW_BYTES) continue;
    yield window;
    window = [];
    bytes = 0;
  }
  if (window.length > 0) yield window;
}

interface Refusal {
  readonly line: Line;
  readonly reason: string;
}

interface Settled {
  readonly accepted: number;
  readonly refused: ReadonlyArray<Refusal>;
  readonly failed: ReadonlyArray<{ readonly line: number; readonly code: string }>;
}

async function settle(
  box: Pick<Gatehouse, "batch">,
  window: ReadonlyArray<Line>,
  watch: Watch,
): Promise<Settled> {
  const read = window.map((line) => ({ line, entry: readEntry(line) }));
  const commands = read.flatMap(({ line, entry }) =>
    entry.kind === "command" ? [{ line, item: entry.item }] : []
  );
  const outcomes = await sendAll(box.batch, commands.map(({ item }) => item));
  const faulty = read.flatMap(({ line, entry }) => {
    if (entry.kind !== "faulty") return [];
    watch.fault(line.number, entry.fault);
    return [{ line, reason: entry.fault }];
  });
  const problems = commands.flatMap(({ line }, at) => problemOf(line, outcomes[at]));
  const refused = problems.filter(({ isFailure }) => !isFailure);
  return {
    accepted: commands.length - problems.length,
    refused: [...faulty, ...refused].sort((one, other) => one.line.number - other.line.number),
    failed: problems.filter(({ isFailure }) => isFailure)
      .map(({ line, reason }) => ({ line: line.number, code: reason })),
  };
}

function problemOf(line: Line, outcome: BatchOutcome | undefined) {
  const problem = outcome?.problem ?? null;
  return problem === null ? [] : [{ line, reason: problem.code, isFailure: isForNow(problem) }];
}

/** The refused lines first: a load that is killed in between cuts them off, and writes them again. */
async function advance(
  path: string,
  { mark, window, settled }: {
    readonly mark: Mark;
    readonly window: ReadonlyArray<Line>;
    readonly settled: Settled;
  },
): Promise<Mark> {
  const { accepted, refused } = settled;
  const bytes = new TextEncoder().encode(
    refused.map(({ line }) => `${line.text ?? ""}\n`).join(""),
  );
  if (bytes.length > 0) await Deno.writeFile(`${path}.refused`, bytes, { append: true });
  const reasons = { ...mark.refused };
  for (const { reason } of refused) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const last = window.at(-1);
  const next = {
    offset: last?.end ?? mark.offset,
    line: last?.number ?? mark.line,
    accepted: mark.accepted + accepted,
    refused: reasons,
    refusedBytes: mark.refusedBytes + bytes.length,
  };
  await writeMark(`${path}.done`, next);
  return next;
}

/** What a load that was killed wrote after its last mark is written again. */
async function cutRefused(path: string, { refusedBytes }: Mark): Promise<void> {
  try {
    await Deno.truncate(`${path}.refused`, refusedBytes);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
