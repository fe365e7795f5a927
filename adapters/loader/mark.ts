/**
 * How far a file was loaded: kept beside it, so that a load that was stopped goes on where it was.
 *
 * @module
 */
import * as v from "valibot";

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

const Mark = v.strictObject({
  /** Bytes of the file that are dealt with, and the lines they are. */
  offset: Count,
  line: Count,
  accepted: Count,
  /** Commands refused, and lines that could not be sent, by reason. */
  refused: v.record(v.string(), Count),
  /** Length of the file of refused lines. */
  refusedBytes: Count,
});

/** Where a load stands. */
export type Mark = v.InferOutput<typeof Mark>;

/** Of a file that was never loaded. */
const START: Mark = { offset: 0, line: 0, accepted: 0, refused: {}, refusedBytes: 0 };

/** What stands where the mark of a file should be is none. */
export class MarkFaulty extends Error {
  override readonly name = "MarkFaulty";
}

/** The mark of a file; `START` without one. A mark that cannot be read is not guessed at. */
export async function readMark(path: string): Promise<Mark> {
  const text = await Deno.readTextFile(path).catch((error: unknown) => {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  });
  if (text === null) return START;
  try {
    return v.parse(Mark, JSON.parse(text));
  } catch {
    throw new MarkFaulty(`${path} does not say how far it came; without it all is sent again`);
  }
}

/** Whole or not at all: a mark that is half written would lose the place. */
export async function writeMark(path: string, mark: Mark): Promise<void> {
  const draft = `${path}.new`;
  await Deno.writeTextFile(draft, `${JSON.stringify(mark)}\n`);
  await Deno.rename(draft, path);
}

/** How many were refused. */
export function refusedOf({ refused }: Mark): number {
  return Object.values(refused).reduce((sum, count) => sum + count, 0);
}
