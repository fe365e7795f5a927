/**
 * Tables of aligned columns that fit their sheet. Pure.
 *
 * @module
 */
import type { Sheet, Tone } from "./sheet.ts";

/** One column. */
export interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => string;
  readonly tone?: (row: Row) => Tone | null;
  /** Kept free for rows that are not known yet. */
  readonly widthMin?: number;
  readonly align?: "left" | "right";
  /** To be copied from the screen: the other columns give way first. */
  readonly isWhole?: true;
}

const GAP = "  ";

/** Narrower than this no column becomes, however small the sheet. */
const WIDTH_LEAST = 4;

/** A head and a line for each row. */
export function tableOf<Row>(
  columns: ReadonlyArray<Column<Row>>,
  rows: ReadonlyArray<Row>,
  sheet: Sheet,
): ReadonlyArray<string> {
  const ruled = rule(columns, rows, sheet);
  return [headOf(ruled), ...rows.map((row) => lineOf(ruled, row))];
}

/** Columns with their widths. */
export interface Ruled<Row> {
  readonly columns: ReadonlyArray<Column<Row>>;
  readonly widths: ReadonlyArray<number>;
  readonly sheet: Sheet;
}

/** Wide enough for these rows; the widest columns give way where the sheet is too narrow. */
export function rule<Row>(
  columns: ReadonlyArray<Column<Row>>,
  rows: ReadonlyArray<Row>,
  sheet: Sheet,
): Ruled<Row> {
  const widths = columns.map(({ title, of, widthMin = 0 }) =>
    rows.reduce(
      (most, row) => Math.max(most, lengthOf(plain(of(row)))),
      Math.max(title.length, widthMin),
    )
  );
  let excess = widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1)) -
    sheet.width;
  const all = [...columns.keys()];
  for (const some of [all.filter((at) => columns[at]?.isWhole !== true), all]) {
    while (excess > 0) {
      const widest = some.reduce((most, at) => (widths[at] ?? 0) > (widths[most] ?? 0) ? at : most);
      const width = widths[widest] ?? 0;
      if (width <= WIDTH_LEAST) break;
      widths[widest] = width - 1;
      excess -= 1;
    }
  }
  return { columns, widths, sheet };
}

/** The titles. */
export function headOf<Row>({ columns, widths, sheet }: Ruled<Row>): string {
  const titles = columns.map(({ title, align }, at) =>
    cell(title, { width: widths[at] ?? 0, align })
  );
  return sheet.paint("weak", titles.join(GAP).trimEnd());
}

/** One row. */
export function lineOf<Row>({ columns, widths, sheet }: Ruled<Row>, row: Row): string {
  const cells = columns.map(({ of, tone, align }, at) => {
    const isLast = at === columns.length - 1 && align !== "right";
    const text = cell(plain(of(row)), { width: widths[at] ?? 0, align });
    return sheet.paint(tone?.(row) ?? null, isLast ? text.trimEnd() : text);
  });
  return cells.join(GAP);
}

/** Whatever others have written must not steer the terminal. */
export function plain(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, "·");
}

function cell(
  text: string,
  { width, align = "left" }: {
    readonly width: number;
    readonly align?: "left" | "right" | undefined;
  },
): string {
  const fitting = lengthOf(text) > width ? `${[...text].slice(0, width - 1).join("")}…` : text;
  const space = " ".repeat(Math.max(0, width - lengthOf(fitting)));
  return align === "right" ? `${space}${fitting}` : `${fitting}${space}`;
}

function lengthOf(text: string): number {
  return [...text].length;
}
