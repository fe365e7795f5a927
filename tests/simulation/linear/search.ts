/**
 * Looks for an order of operations that explains every answer, as Wing and Gong do: each operation
 * takes effect at one moment between its beginning and its end.
 *
 * @module
 */

/** What somebody asked and was answered, and when: moments are whole numbers, each used once. */
export interface Operation<Input, Output> {
  readonly begun: number;
  readonly ended: number;
  readonly input: Input;
  readonly output: Output;
}

/** How the thing behaves that is asked, one operation after the other. Pure. */
export interface Sequential<State, Input, Output> {
  readonly initial: State;
  readonly apply: (
    state: State,
    input: Input,
  ) => { readonly state: State; readonly output: Output };
}

/** One that has begun and has not ended. */
interface Open<Input> {
  readonly input: Input;
  /** Its answer, to be compared. */
  readonly said: string;
  /** Of those that ask and are answered alike. */
  readonly alike: string;
  readonly ended: number;
}

/** A way in which all so far can have gone. */
interface Way<State> {
  readonly state: State;
  /** Of those that have not ended, who took effect already. */
  readonly taken: ReadonlySet<number>;
}

/** Two hundred and fifty times what 150 seeds needed, with up to 56 operations on one actor at once. */
const WAYS_MAX = 10_000;

/**
 * The first operation whose answer no order explains; `null` when one explains them all.
 *
 * All ways are followed side by side from end to end, so that no history is too long: what costs
 * is only how many operations that change something are under way at once. Throws when their ways
 * are too many to be followed.
 */
export function unexplained<State, Input, Output>(
  model: Sequential<State, Input, Output>,
  operations: ReadonlyArray<Operation<Input, Output>>,
): Operation<Input, Output> | null {
  const moments = operations.flatMap((operation, index) => [
    { at: operation.begun, index, operation, isEnd: false },
    { at: operation.ended, index, operation, isEnd: true },
  ]).toSorted((one, other) => one.at - other.at);
  const open = new Map<number, Open<Input>>();
  let ways: ReadonlyArray<Way<State>> = [{ state: model.initial, taken: new Set() }];
  for (const { index, operation, isEnd } of moments) {
    if (!isEnd) {
      const { input, output, ended } = operation;
      const alike = JSON.stringify([input, output]);
      open.set(index, { input, said: JSON.stringify(output), alike, ended });
      continue;
    }
    ways = waysPast(model, { ways, open, index });
    if (ways.length === 0) return operation;
    open.delete(index);
  }
  return null;
}

/** All ways in which the operation that ends now has taken effect by now. */
function waysPast<State, Input, Output>(
  model: Sequential<State, Input, Output>,
  { ways, open, index }: {
    readonly ways: ReadonlyArray<Way<State>>;
    readonly open: ReadonlyMap<number, Open<Input>>;
    readonly index: number;
  },
): ReadonlyArray<Way<State>> {
  const past = new Map<string, Way<State>>();
  const seen = new Set<string>();
  const stack = [...ways];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const way = withIdle(model, next, open);
    const name = nameOf(way);
    if (seen.has(name)) continue;
    seen.add(name);
    if (seen.size > WAYS_MAX) {
      throw new Error(`${open.size} operations at once go more than ${WAYS_MAX} ways`);
    }
    if (way.taken.has(index)) {
      const rest = { state: way.state, taken: without(way.taken, index) };
      past.set(nameOf(rest), rest);
      continue;
    }
    for (const [place, operation] of firstOfAlike(open, way.taken)) {
      const made = stateAfter(model, way.state, operation);
      if (made !== null) stack.push({ ...made, taken: new Set([...way.taken, place]) });
    }
  }
  return [...past.values()];
}

/**
 * With all that can take effect now and changes nothing. No way is lost by it: whatever comes later
 * finds the same state as if those had waited.
 */
function withIdle<State, Input, Output>(
  model: Sequential<State, Input, Output>,
  { state, taken }: Way<State>,
  open: ReadonlyMap<number, Open<Input>>,
): Way<State> {
  const all = new Set(taken);
  for (const [place, operation] of open) {
    if (stateAfter(model, state, operation)?.state === state) all.add(place);
  }
  return { state, taken: all };
}

/** `null`: in this state the answer would be another. */
function stateAfter<State, Input, Output>(
  model: Sequential<State, Input, Output>,
  before: State,
  { input, said }: Open<Input>,
): { readonly state: State } | null {
  const { state, output } = model.apply(before, input);
  return JSON.stringify(output) === said ? { state } : null;
}

/** Of those that are alike the one that ends first: where another goes, it can go as well. */
function firstOfAlike<Input>(
  open: ReadonlyMap<number, Open<Input>>,
  taken: ReadonlySet<number>,
): Iterable<[number, Open<Input>]> {
  const firsts = new Map<string, [number, Open<Input>]>();
  for (const [place, operation] of open) {
    if (taken.has(place)) continue;
    const first = firsts.get(operation.alike);
    if (first === undefined || operation.ended < first[1].ended) {
      firsts.set(operation.alike, [place, operation]);
    }
  }
  return firsts.values();
}

function without(taken: ReadonlySet<number>, place: number): ReadonlySet<number> {
  return new Set([...taken].filter((one) => one !== place));
}

function nameOf<State>({ state, taken }: Way<State>): string {
  return JSON.stringify([state, [...taken].toSorted((one, other) => one - other)]);
}
