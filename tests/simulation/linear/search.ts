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

/** A way in which all so far can have gone. */
interface Way<State> {
  readonly state: State;
  /** Of those that have not ended, who took effect already. */
  readonly taken: ReadonlySet<number>;
}

/**
 * The first operation whose answer no order explains; `null` when one explains them all.
 *
 * All ways are followed side by side from end to end, so that no history is too long: what costs
 * is only how many operations are under way at once.
 */
export function unexplained<State, Input, Output>(
  model: Sequential<State, Input, Output>,
  operations: ReadonlyArray<Operation<Input, Output>>,
): Operation<Input, Output> | null {
  const moments = operations.flatMap((operation, index) => [
    { at: operation.begun, index, operation, isEnd: false },
    { at: operation.ended, index, operation, isEnd: true },
  ]).toSorted((one, other) => one.at - other.at);
  const open = new Map<number, Operation<Input, Output>>();
  let ways: ReadonlyArray<Way<State>> = [{ state: model.initial, taken: new Set() }];
  for (const { index, operation, isEnd } of moments) {
    if (!isEnd) {
      open.set(index, operation);
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
    readonly open: ReadonlyMap<number, Operation<Input, Output>>;
    readonly index: number;
  },
): ReadonlyArray<Way<State>> {
  const past = new Map<string, Way<State>>();
  const seen = new Set<string>();
  const stack = [...ways];
  for (let way = stack.pop(); way !== undefined; way = stack.pop()) {
    const name = nameOf(way);
    if (seen.has(name)) continue;
    seen.add(name);
    if (way.taken.has(index)) {
      const rest = { state: way.state, taken: without(way.taken, index) };
      past.set(nameOf(rest), rest);
      continue;
    }
    for (const [next, { input, output }] of open) {
      if (way.taken.has(next)) continue;
      const made = model.apply(way.state, input);
      if (JSON.stringify(made.output) !== JSON.stringify(output)) continue;
      stack.push({ state: made.state, taken: new Set([...way.taken, next]) });
    }
  }
  return [...past.values()];
}

function without(taken: ReadonlySet<number>, index: number): ReadonlySet<number> {
  return new Set([...taken].filter((one) => one !== index));
}

function nameOf<State>({ state, taken }: Way<State>): string {
  return JSON.stringify([state, [...taken].toSorted((one, other) => one - other)]);
}
