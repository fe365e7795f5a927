/**
 * Where a guest is, told anew from the rules: all that gates told is gone through again, in the
 * order of their time, whenever more is told.
 *
 * @module
 */

/** What a gate told of somebody whom it let through. */
export interface ToldPassage {
  readonly scanId: string;
  /** Milliseconds since the epoch, by the gate's clock. */
  readonly at: number;
  readonly direction: "in" | "out";
}

/** The holder of one ticket, or of as many places as are on one card. */
export class GuestModel {
  readonly #passages: Array<ToldPassage & { readonly places: number }> = [];
  readonly #annulled = new Set<string>();

  /** A gate let somebody through, by right. */
  passes(passage: ToldPassage, places = 1): void {
    this.#passages.push({ ...passage, places });
  }

  /** The turnstile did not turn, whenever that is told. */
  didNotPass(scanId: string): void {
    this.#annulled.add(scanId);
  }

  /** Where the guest is now, and how many went in. */
  get usage(): { readonly state: "unused" | "in" | "out"; readonly entries: number } {
    let state: "unused" | "in" | "out" = "unused";
    let entries = 0;
    const happened = this.#passages.filter(({ scanId }) => !this.#annulled.has(scanId));
    for (const { direction, places } of happened.toSorted((one, other) => one.at - other.at)) {
      if (direction === "out" && state === "in") state = "out";
      if (direction === "in" && (state !== "in" || entries < places)) {
        [state, entries] = ["in", entries + 1];
      }
    }
    return { state, entries };
  }
}
