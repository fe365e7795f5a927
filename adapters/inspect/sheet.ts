/**
 * The terminal as a sheet to write on: its width, and colours where there are any.
 *
 * @module
 */

/** What a colour means. */
export type Tone = "good" | "bad" | "warn" | "weak" | "strong";

/** What tables need to know of the place where they are shown. */
export interface Sheet {
  /** In characters; without bound where nobody sees the end of a line. */
  readonly width: number;
  /** Text of a meaning; plain where there are no colours. */
  readonly paint: (tone: Tone | null, text: string) => string;
}

const CODES: Readonly<Record<Tone, number>> = { good: 32, bad: 31, warn: 33, weak: 2, strong: 1 };

/** Standard output. */
export function openSheet(): Sheet {
  const hasColours = canColour();
  return {
    width: columns(),
    paint: (tone, text) =>
      tone === null || !hasColours ? text : `\u001b[${CODES[tone]}m${text}\u001b[0m`,
  };
}

/** A terminal, and nobody has asked for none (no-color.org). */
export function canColour(): boolean {
  return Deno.stdout.isTerminal() && (Deno.env.get("NO_COLOR") ?? "") === "";
}

/** Of the terminal; unbounded in a file or a pipe, and where a terminal does not know its own. */
export function columns(): number {
  const known = Deno.stdout.isTerminal() ? Deno.consoleSize().columns : 0;
  return known === 0 ? Infinity : known;
}

/** Writes lines to standard output, whole. Ends the program when nobody reads on (`| head`). */
export function print(lines: ReadonlyArray<string>): void {
  let bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
  try {
    while (bytes.length > 0) bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) Deno.exit(0);
    throw error;
  }
}

/** One line to standard error: what is printed keeps its form. */
export function printAside(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}
