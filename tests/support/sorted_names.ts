/**
 * Many names in order, in short runs: what is put in moves few of the others.
 *
 * @module
 */

/** A longer run is cut in two. */
const RUN_MAX = 512;

/** A sorted set of texts. */
export class SortedNames {
  /** None is empty but the first of an empty set; each is before the next. */
  readonly #runs: Array<Array<string>> = [[]];

  /** `name` must not be there. */
  add(name: string): void {
    const at = this.#runOf(name);
    const run = this.#runs[at] ?? [];
    run.splice(placeIn(run, name), 0, name);
    if (run.length > RUN_MAX) this.#runs.splice(at + 1, 0, run.splice(RUN_MAX / 2));
  }

  /** `name` must be there. */
  delete(name: string): void {
    const at = this.#runOf(name);
    const run = this.#runs[at] ?? [];
    run.splice(placeIn(run, name), 1);
    if (run.length === 0 && this.#runs.length > 1) this.#runs.splice(at, 1);
  }

  /** All from `begin` to before `end`; backwards when `reverse`. */
  *between(begin: string, end: string, reverse: boolean): Generator<string> {
    if (reverse) return yield* this.#backwards(begin, end);
    for (let at = this.#runOf(begin); at < this.#runs.length; at++) {
      const run = this.#runs[at] ?? [];
      for (let place = placeIn(run, begin); place < run.length; place++) {
        const name = run[place] ?? "";
        if (name >= end) return;
        yield name;
      }
    }
  }

  /** All in order. */
  *all(): Generator<string> {
    for (const run of this.#runs) yield* run;
  }

  *#backwards(begin: string, end: string): Generator<string> {
    for (let at = this.#runOf(end); at >= 0; at--) {
      const run = this.#runs[at] ?? [];
      for (let place = placeIn(run, end) - 1; place >= 0; place--) {
        const name = run[place] ?? "";
        if (name < begin) return;
        yield name;
      }
    }
  }

  /** Number of the last run that does not begin after `name`. */
  #runOf(name: string): number {
    let [low, high] = [0, this.#runs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#runs[middle]?.[0] ?? "") <= name) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

/** Place of the first that is not before `name`. */
function placeIn(run: ReadonlyArray<string>, name: string): number {
  let [low, high] = [0, run.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((run[middle] ?? "") < name) low = middle + 1;
    else high = middle;
  }
  return low;
}
