/**
 * Bugs that the simulated service must find.
 *
 * @module
 */
import { SIMULATION } from "../promises/p01_simulation.ts";
import type { PlantedBug } from "./planted_bug.ts";

const BY_SIMULATION = { file: "tests/promises/p01_simulation_test.ts", name: SIMULATION.title };

const NEVER_TOLD = /does not come to rest|is confirmed/;

/** In the order of a command's way. */
export const SIMULATED: ReadonlyArray<PlantedBug> = [
  {
    name: "the answer before the commit",
    edits: [{
      file: "adapters/kv/group_commit.ts",
      find: "      this.#flights.push(flight);\n",
      replace: "      this.#flights.push(flight);\n" +
        "      for (const one of batch.members) settle(one, Exit.succeed(one.position));\n",
    }],
    test: BY_SIMULATION,
    because: /is stored|is answered/,
  },
  {
    name: "the outbox after the commit",
    edits: [{
      file: "actors/system/commit.ts",
      find: "    deliveries: [...followed, ...queued],\n",
      replace: "    deliveries: followed,\n",
    }, {
      file: "actors/system/commit.ts",
      find: "  cell.version = record.version;\n",
      replace: "  yield* Effect.ignore(store.saveDeliveries(queued));\n" +
        "  cell.version = record.version;\n",
    }],
    test: BY_SIMULATION,
    because: /does not come to rest|is confirmed|was created by no commit/,
  },
  {
    name: "send first, append after",
    edits: [{
      file: "actors/system/commit.ts",
      find: "  yield* store.append({\n",
      replace: "  lanes.offer(queued);\n  yield* Effect.sleep(30);\n  yield* store.append({\n",
    }, {
      file: "actors/system/commit.ts",
      find: "  for (const delivery of followed) lanes.follow(delivery);\n  lanes.offer(queued);\n",
      replace: "  for (const delivery of followed) lanes.follow(delivery);\n",
    }],
    test: BY_SIMULATION,
    because: /opens for nobody here|changedBytes|does not come to rest| there/,
  },
  {
    name: "a command id that is not looked up",
    edits: [{
      file: "actors/system/step.ts",
      find: "  if (!envelope.fresh) {\n",
      replace: "  if (envelope.commandId === '') {\n",
    }],
    test: BY_SIMULATION,
    because: /is answered|took effect more than once/,
  },
  {
    name: "refusals that are not stored",
    edits: [{
      file: "actors/system/step.ts",
      find: "  const nothing = events.length === 0 && envelope.delivery === null;\n",
      replace: "  const nothing = events.length === 0 && envelope.delivery === null;\n" +
        "  if (refusal !== null) {\n" +
        "    const told = { commandId: envelope.commandId, refusal, version: record.version };\n" +
        "    return yield* new CommandRefused({ ...told, replayed: false });\n" +
        "  }\n",
    }],
    test: BY_SIMULATION,
    because: /is answered/,
  },
  {
    name: "new ids for tasks that are tried again",
    edits: [{
      file: "actors/system/coordinating.ts",
      find: "  const envelope = ownCommand(taskId, command, {\n",
      replace: "  const again = `${taskId}-${Math.random()}`;\n" +
        "  const envelope = ownCommand(again, command, {\n",
    }],
    test: BY_SIMULATION,
    because: /nothing was done under its id/,
  },
  {
    name: "an outbox that is not loaded at the start",
    edits: [{
      file: "actors/delivering/mod.ts",
      find: "    work.lanes.offer(inOrder.map((delivery) => ({ ...delivery, sent: true })));\n",
      replace: "    void inOrder;\n",
    }],
    test: BY_SIMULATION,
    because: NEVER_TOLD,
  },
  {
    name: "orders that are not taken up at the start",
    edits: [{
      file: "actors/system/coordinating.ts",
      find:
        "    for (const address of yield* (yield* EventStore).unfinished()) errands.offer(address);\n",
      replace: "",
    }],
    test: BY_SIMULATION,
    because: NEVER_TOLD,
  },
  {
    name: "another idempotency key on every attempt",
    edits: [{
      file: "actors/delivering/dispatcher.ts",
      find: "  return { commandId: id, tenant, subject: actor, seq, body };\n",
      replace: "  const key = `${id}-${delivery.attemptCount}`;\n" +
        "  return { commandId: key, tenant, subject: actor, seq, body };\n",
    }],
    test: BY_SIMULATION,
    because: NEVER_TOLD,
  },
  {
    name: "a full disk that counts as written",
    edits: [{
      file: "adapters/kv/attempt.ts",
      find: '      return { ...notWritten("The disk is full"), all: true };\n',
      replace: '      return { type: "applied" };\n',
    }],
    test: BY_SIMULATION,
    because: /is stored|is answered/,
  },
  {
    name: "a snapshot without its tail",
    edits: [{
      file: "adapters/kv/streams.ts",
      find: "  return { version, snapshot, tail: facts.map((fact) => fact.event) };\n",
      replace: "  const tail = snapshot === null ? facts.map((fact) => fact.event) : [];\n" +
        "  return { version, snapshot, tail };\n",
    }],
    test: BY_SIMULATION,
    because: /is not the fold of its facts/,
  },
  {
    name: "a new card before the old one is dead",
    edits: [{
      file: "actors/pass/plan.ts",
      find: '  return [...dying, {\n    command: "issueCard",\n',
      replace: '  return [{\n    command: "issueCard",\n',
    }, {
      file: "actors/pass/plan.ts",
      find: '    admissionIds: idsIn(state.admissions, "requested", "effective"),\n' +
        "    credentials: [],\n  }];\n",
      replace: '    admissionIds: idsIn(state.admissions, "requested", "effective"),\n' +
        "    credentials: [],\n  }, ...dying];\n",
    }],
    test: BY_SIMULATION,
    because: /twoLiveCards/,
  },
  {
    name: "a new barcode before the old one is dead",
    edits: [{
      file: "actors/ticket/plan.ts",
      find: "    ...(isAwaited ? [{ ...issue, admissionIds: [], credentials: [] }] : []),\n",
      replace: "",
    }, {
      file: "actors/ticket/plan.ts",
      find: "  return [\n    ...(dying.length === 0",
      replace: "  return [\n" +
        "    ...(isAwaited ? [{ ...issue, admissionIds: [], credentials: [] }] : []),\n" +
        "    ...(dying.length === 0",
    }],
    test: BY_SIMULATION,
    because: /two generations/,
  },
  {
    name: "drift that is looked for in what is on its way",
    edits: [{
      file: "actors/reconciling/cycle.ts",
      find: "  return newest !== undefined && newest.position <= asOf ? difference : null;\n",
      replace: "  return newest === undefined ? null : difference;\n",
    }],
    test: BY_SIMULATION,
    because: /drift is found where there is none/,
  },
];
