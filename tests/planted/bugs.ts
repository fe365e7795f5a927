/**
 * Every planted bug: those of the simulation, and those that other tests exist for.
 *
 * @module
 */
import { HOT_ACTORS } from "../promises/p04_hot_actors.ts";
import { MODEL } from "../promises/p05_model.ts";
import type { PlantedBug } from "./planted_bug.ts";
import { SIMULATED } from "./simulated.ts";

/** What a seed has found once, it finds again. */
const BY_FOUND_SEEDS = {
  file: "tests/simulation/simulation_test.ts",
  name: "no seed that once found a fault finds one again",
};

const OTHERS: ReadonlyArray<PlantedBug> = [
  {
    name: "a tenant that is not checked",
    edits: [{
      file: "routes/command.ts",
      find: "  return { tenant: caller.tenant, kind: subject.kind,",
      replace: '  return { tenant: "riverside", kind: subject.kind,',
    }],
    test: {
      file: "tests/scenarios/tenants_test.ts",
      name: "another tenant's ticket answers like one that is unknown, to reads and to commands",
    },
    because: /AssertionError/,
  },
  {
    name: "a fence that is not checked",
    edits: [{
      file: "adapters/kv/batch.ts",
      find: "kv.atomic().check({ key: OWNER, versionstamp: batch.versionstamp });",
      replace: "kv.atomic();",
    }],
    test: {
      file: "tests/adapters/kv/ownership_test.ts",
      name: "a store whose fence was replaced loses its ownership for every later write",
    },
    because: /error: \{ position/,
  },
  {
    name: "an unanswered commit that counts as not written",
    edits: [{
      file: "adapters/kv/attempt.ts",
      find: '      return { type: "unclear", reason: reasonOf(cause) };\n',
      replace: "      return notWritten(reasonOf(cause));\n",
    }],
    test: {
      file: "tests/adapters/kv/faults_test.ts",
      name: "an append that was written but not answered (lost-after) succeeds",
    },
    because: /StoreUnavailable/,
  },
  {
    name: "an order that is forgotten when its commit is not answered",
    edits: [{
      file: "actors/system/cell.ts",
      find: "  if (cell.type.isUnfinished?.(state) === true) errands.offer(cell.address);\n",
      replace: "",
    }],
    test: {
      file: "tests/actors/unanswered_test.ts",
      name: "an order that was written and not answered is carried out when it is repeated",
    },
    because: /the order was told what became of its tasks/,
  },
  {
    name: "a delivery that is forgotten when the commit of an answer is not answered",
    edits: [{
      file: "actors/system/cell.ts",
      find: "lanes.find(cell.address)?.delivery.seq !== outstanding.seq",
      replace: "lanes.find(cell.address) === undefined",
    }],
    test: {
      file: "tests/actors/unanswered_test.ts",
      name: "what an answer leads to is sent, though the commit of the answer was not answered",
    },
    because: /AssertionError/,
  },
  {
    name: "an attempt that writes over an answer",
    edits: [{
      file: "actors/delivering/dispatcher.ts",
      find: "  if (!lane.inDoubt) yield* Effect.ignore(",
      replace: "  yield* Effect.ignore(",
    }],
    test: BY_FOUND_SEEDS,
    because: /does not come to rest/,
  },
  {
    name: "sent again without asking",
    edits: [{
      file: "actors/delivering/dispatcher.ts",
      find: "  const asked = lane.mustAsk;\n",
      replace: "  const asked = false;\n",
    }],
    test: {
      file: "tests/actors/delivering/outbox_test.ts",
      name:
        "after an ambiguous answer the access control is asked, and an applied command is not sent again",
    },
    because: /AssertionError/,
  },
  {
    name: "two commands in one actor at a time",
    edits: [{
      file: "actors/system/directory.ts",
      find: "      entered.gate.withPermit(Effect.suspend(() => work(entered))),\n",
      replace: "      Effect.suspend(() => work(entered)),\n",
    }],
    test: { file: "tests/promises/p04_hot_actors_test.ts", name: HOT_ACTORS.title },
    because:
      /no order explains|both made version|happened|was decided before|is stored|come to rest/,
  },
  {
    name: "a rule that says the wrong thing",
    edits: [{
      file: "actors/pass/printing.ts",
      find: '  if (now === "issuing") return refuse("PrintAlreadyRequested", { status: now });\n',
      replace: "",
    }],
    test: { file: "tests/promises/p05_model_test.ts", name: MODEL.title },
    because: /by the model/,
  },
  {
    name: "a command id that is used again for other outcomes",
    edits: [{
      file: "actors/system/coordinating.ts",
      find: 'ownCommand(yield* freshId("o"), command,',
      replace: "ownCommand(`o-${causationId}`, command,",
    }],
    test: BY_FOUND_SEEDS,
    because: /took effect more than once/,
  },
  {
    name: "pauses by the clock on the wall",
    edits: [{
      file: "actors/delivering/steady.ts",
      find: "  Clock.monotonicTimeNanos,\n",
      replace: "  Clock.currentTimeNanos,\n",
    }, {
      file: "actors/delivering/steady.ts",
      find: "  const millis = () => Number(clock.monotonicTimeNanosUnsafe()) / NANOS_PER_MS;\n",
      replace: "  const millis = () => clock.currentTimeMillisUnsafe();\n",
    }],
    test: BY_FOUND_SEEDS,
    because: /does not come to rest/,
  },
];

/** All of them. */
export const BUGS: ReadonlyArray<PlantedBug> = [...SIMULATED, ...OTHERS];
