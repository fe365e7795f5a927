/**
 * The words of `@std/testing/bdd` over `Deno.test`, for the contract suites.
 *
 * `@std/testing` comes from JSR, which not every build machine can reach, so the import map points
 * its `bdd` here. Deleting that second line of the map switches to the real one: the words used
 * mean the same in both. Every suite is one test, every case a step of it.
 *
 * @module
 */

type Body = () => void | Promise<void>;

interface Suite {
  readonly name: string;
  readonly beforeAll: Array<Body>;
  readonly beforeEach: Array<Body>;
  readonly afterEach: Array<Body>;
  readonly afterAll: Array<Body>;
  readonly steps: Array<{ readonly name: string; readonly run: Body } | Suite>;
}

/** The suite whose body is running now: cases and hooks go there. */
let current: Suite | null = null;

function open(): Suite {
  if (current === null) throw new Error("Cases and hooks go inside a describe");
  return current;
}

/** A suite of cases. Inside another one it becomes a part of that. */
export function describe(name: string, body: () => void): void {
  const outer = current;
  const suite: Suite = {
    name,
    beforeAll: [],
    beforeEach: [],
    afterEach: [],
    afterAll: [],
    steps: [],
  };
  current = suite;
  try {
    body();
  } finally {
    current = outer;
  }
  if (outer === null) Deno.test(name, (context) => run(suite, { context, around: [] }));
  else outer.steps.push(suite);
}

/** One case. */
export function it(name: string, run: Body): void {
  open().steps.push({ name, run });
}

/** Runs once, before the first case of the suite. */
export function beforeAll(body: Body): void {
  open().beforeAll.push(body);
}

/** Runs before each case, those of the outer suites first. */
export function beforeEach(body: Body): void {
  open().beforeEach.push(body);
}

/** Runs after each case, even a failed one, those of the inner suites first. */
export function afterEach(body: Body): void {
  open().afterEach.push(body);
}

/** Runs once, after the last case of the suite. */
export function afterAll(body: Body): void {
  open().afterAll.push(body);
}

async function run(
  suite: Suite,
  { context, around }: { context: Deno.TestContext; around: ReadonlyArray<Suite> },
): Promise<void> {
  const suites = [...around, suite];
  await all(suite.beforeAll);
  try {
    for (const step of suite.steps) {
      await context.step(
        step.name,
        (inner) =>
          "steps" in step
            ? run(step, { context: inner, around: suites })
            : runCase(step.run, suites),
      );
    }
  } finally {
    await all(suite.afterAll);
  }
}

async function runCase(body: Body, suites: ReadonlyArray<Suite>): Promise<void> {
  try {
    for (const suite of suites) await all(suite.beforeEach);
    await body();
  } finally {
    for (const suite of suites.toReversed()) await all(suite.afterEach);
  }
}

async function all(bodies: ReadonlyArray<Body>): Promise<void> {
  for (const body of bodies) await body();
}
