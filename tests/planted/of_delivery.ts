/**
 * Bugs of what is told to the access control, and of the lists that are compared with it.
 *
 * @module
 */
import { ORDERS_ONCE } from "../promises/p02_orders_once.ts";
import { DRIFT_MENDED, NOTHING_IN_FLIGHT } from "../promises/p19_drift.ts";
import { type PlantedBug, testOf } from "./planted_bug.ts";

/** What a seed has found once, it finds again. */
const BY_FOUND_SEEDS = {
  file: "tests/simulation/simulation_test.ts",
  name: "no seed that once found a fault finds one again",
};

const BY_KILLED_ORDERS = testOf("p02_orders_once", ORDERS_ONCE);
const BY_DRIFT = testOf("p19_drift", DRIFT_MENDED);
const BY_COMPARISONS = testOf("p19_drift", NOTHING_IN_FLIGHT);

/** From a command's tasks to the comparison of the lists. */
export const OF_DELIVERY: ReadonlyArray<PlantedBug> = [
  {
    name: "a delivery that was ended by a commit that is not answered",
    edits: [{
      file: "actors/system/cell.ts",
      find: "    if (stored !== null) lanes.follow(stored);\n",
      replace: "    void stored;\n",
    }],
    test: {
      file: "tests/actors/unanswered_test.ts",
      name: "a print that a cancel has dropped is not sent, though the cancel was not answered",
    },
    because: /AssertionError/,
  },
  {
    name: "a doubt that nobody decides",
    edits: [{
      file: "actors/system/commit.ts",
      find: "        doubts.offer(address);\n",
      replace: "        void doubts;\n",
    }],
    test: {
      file: "tests/actors/unanswered_test.ts",
      name: "a print that was written and not answered is sent though nobody asks for it again",
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
    test: {
      file: "tests/actors/unanswered_test.ts",
      name: "a call that fails does not write over an answer that was written and not answered",
    },
    because: /there was nothing left to ask for/,
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
  {
    name: "new ids for tasks after a kill",
    edits: [{
      file: "actors/system/coordinating.ts",
      find: "  const envelope = ownCommand(taskId, command, {\n",
      replace: "  const again = `${taskId}-${Math.random()}`;\n" +
        "  const envelope = ownCommand(again, command, {\n",
    }],
    test: BY_KILLED_ORDERS,
    because: /nothing-to-print|for nobody|is confirmed|is carried out/,
  },
  {
    name: "strays that are not reported",
    edits: [{
      file: "actors/reconciling/compare.ts",
      find: '  if (listed.state === "dead") return null;\n  if (owner',
      replace: "  if (listed.state !== null) return null;\n  if (owner",
    }],
    test: BY_DRIFT,
    because: /0 unknown were found of 4/,
  },
  {
    name: "missing credentials that are not looked for",
    edits: [{
      file: "actors/reconciling/cycle.ts",
      find: "    for (const kind of SUBJECT_KINDS) yield* readOurs(reading, kind, begunAt);\n",
      replace: "    void begunAt;\n",
    }],
    test: BY_DRIFT,
    because: /0 missing were found of 10/,
  },
  {
    name: "a credential that stands under another's name",
    edits: [{
      file: "actors/reconciling/compare.ts",
      find: 'return listed.state === "live" && isSameSubject(listed.subject, held.actor) &&\n',
      replace: 'return listed.state === "live" &&\n',
    }],
    test: BY_DRIFT,
    because: /0 different were found of 4/,
  },
  {
    name: "repairs that are left to be approved",
    edits: [{
      file: "actors/reconciling/mod.ts",
      find: 'if (system.repair === "automatic" && isTrusted)',
      replace: 'if (system.repair === "propose" && isTrusted)',
    }],
    test: BY_DRIFT,
    because: /were not repaired/,
  },
  {
    name: "drift in what is not confirmed yet",
    edits: [{
      file: "actors/reconciling/held.ts",
      find: "isSettled: acknowledged === desired && outstanding === null,",
      replace: "isSettled: true,",
    }],
    test: BY_COMPARISONS,
    because: /differences in flight were found/,
  },
  {
    name: "drift in what is issued and not known yet",
    edits: [{
      file: "actors/reconciling/compare.ts",
      find: "  if (owner !== null && owner.revision > 0 && !owner.isSettled) return null;\n",
      replace: "",
    }],
    test: BY_COMPARISONS,
    because: /differences in flight were found/,
  },
  {
    name: "drift in what was sold since the list",
    edits: [{
      file: "actors/reconciling/cycle.ts",
      find: "      if (head.position <= begunAt) note",
      replace: "      note",
    }],
    test: BY_COMPARISONS,
    because: /differences in flight were found/,
  },
  {
    name: "restored data that takes back what was sold since",
    edits: [{
      file: "actors/reconciling/mod.ts",
      find: "    const isTrusted = reason === null && !desk.restored;\n",
      replace: "    const isTrusted = reason === null;\n",
    }],
    test: {
      file: "tests/scenarios/restored_test.ts",
      name:
        "a restored service compares at once, and takes nothing back by itself that was sold since",
    },
    because: /state: '(approved|repaired)'/,
  },
];
