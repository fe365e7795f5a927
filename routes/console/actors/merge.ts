/**
 * Several logs as one, the newest first, a page at a time, each log read by its own cursor.
 *
 * @module
 */
import * as v from "valibot";

/** Where the reading of one log goes on; `null`: it is read to its end. */
export type Place = {
  /** Of the page that it stands in. */
  readonly cursor: string | null;
  /** The last row of that page that has been shown. */
  readonly after: string | null;
} | null;

/** A row of any log. */
export interface Row {
  /** Unique in its log. */
  readonly id: string;
  /** RFC 3339 in UTC. */
  readonly at: string;
}

/** One page of one log, the newest first. */
export interface Read<R extends Row> {
  readonly place: NonNullable<Place>;
  readonly rows: ReadonlyArray<R>;
  readonly next: string | null;
}

/**
 * The rows of all logs down to where the first unfinished one runs out: beyond that, it could hold
 * rows that are newer than those of the others. At equal times the earlier log goes first.
 */
export function merged<R extends Row>(
  reads: ReadonlyArray<Read<R> | null>,
): { readonly rows: ReadonlyArray<R>; readonly places: ReadonlyArray<Place> } {
  const left = reads.map((read) => read === null ? [] : unseen(read));
  const rows: Array<R> = [];
  const isRunOut = () =>
    reads.some((read, i) => left[i]?.length === 0 && (read?.next ?? null) !== null);
  while (!isRunOut()) {
    const row = left[newestOf(left)]?.shift();
    if (row === undefined) break;
    rows.push(row);
  }
  const shown = new Set<Row>(rows);
  const places = reads.map((read, index): Place => {
    if (read === null) return null;
    if ((left[index] ?? []).length === 0) {
      return read.next === null ? null : { cursor: read.next, after: null };
    }
    const last = read.rows.findLast((row) => shown.has(row));
    return { cursor: read.place.cursor, after: last?.id ?? read.place.after };
  });
  return { rows, places };
}

/** Index of the log whose next row is the newest. */
function newestOf(left: ReadonlyArray<ReadonlyArray<Row>>): number {
  return left.reduce((best, [head], index) => {
    const [other] = left[best] ?? [];
    return head !== undefined && (other === undefined || head.at > other.at) ? index : best;
  }, 0);
}

/** Rows that came since then stand before the seen ones: they are of no page that follows. */
function unseen<R extends Row>({ place: { after }, rows }: Read<R>): Array<R> {
  return rows.slice(rows.findIndex(({ id }) => id === after) + 1);
}

const Cursor = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.nullable(v.object({ cursor: v.nullable(v.string()), after: v.nullable(v.string()) }))),
);

/** For the address; `null`: nothing is left to read. */
export function cursorOf(places: ReadonlyArray<Place>): string | null {
  return places.every((place) => place === null) ? null : JSON.stringify(places);
}

/** Places of `count` logs: the beginnings, unless the text is a cursor of so many. */
export function placesIn(text: string | null, count: number): ReadonlyArray<Place> {
  const read = v.safeParse(Cursor, text);
  return read.success && read.output.length === count
    ? read.output
    : Array.from({ length: count }, () => ({ cursor: null, after: null }));
}
