/**
 * Bugs of what is written, who may write it, and what is copied of it.
 *
 * @module
 */
import { HOT_ACTORS } from "../promises/p04_hot_actors.ts";
import { MODEL } from "../promises/p05_model.ts";
import { CORRUPTION_IS_CONTAINED } from "../promises/p07_corruption_is_contained.ts";
import { OTHERS_WORK } from "../promises/p07_others_work.ts";
import { FAILING_DISK } from "../promises/p08_failing_disk.ts";
import { FULL_DISK } from "../promises/p08_full_disk.ts";
import { BACKUP_AND_RESTORE } from "../promises/p20_backup_and_restore.ts";
import { FORCED_TAKEOVER } from "../promises/p21_forced_takeover.ts";
import { ONE_OWNER } from "../promises/p21_one_owner.ts";
import { type PlantedBug, testOf } from "./planted_bug.ts";

const BY_FLIPS = testOf("p07_corruption_is_contained", CORRUPTION_IS_CONTAINED);
const BY_OTHERS = testOf("p07_others_work", OTHERS_WORK);
const BY_FULL_DISK = testOf("p08_full_disk", FULL_DISK);
const BY_FAILING_DISK = testOf("p08_failing_disk", FAILING_DISK);
const BY_BACKUP = testOf("p20_backup_and_restore", BACKUP_AND_RESTORE);
const BY_TAKEOVER = testOf("p21_forced_takeover", FORCED_TAKEOVER);
const BY_SECOND_INSTANCE = testOf("p21_one_owner", ONE_OWNER);

/** From a commit to a backup. */
export const OF_STORE: ReadonlyArray<PlantedBug> = [
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
    name: "a quarantined actor that takes appends",
    edits: [{
      file: "adapters/kv/appender.ts",
      find: "quarantine.refusal(append.address) ?? commit.refusal();",
      replace: "commit.refusal();",
    }],
    test: BY_FLIPS,
    because: /a command to .+ is answered with/,
  },
  {
    name: "a quarantine that ends when the head decodes",
    edits: [{
      file: "adapters/kv/streams.ts",
      find: "    return Effect.succeed(head);\n",
      replace: "    this.#quarantine.release(address);\n    return Effect.succeed(head);\n",
    }],
    test: BY_FLIPS,
    because: /a command to .+ is answered with|counts as whole/,
  },
  {
    name: "a comparison that says nothing of whom it has left out",
    edits: [{
      file: "actors/reconciling/cycle.ts",
      find:
        "    for (const { id } of page.damaged ?? []) reading.damaged.add(nameOf({ kind, id }));\n",
      replace: "",
    }],
    test: BY_OTHERS,
    because: /the head of (ticket|pass) .+: the comparison says true: null/,
  },
  {
    name: "a damaged audit that stops every act",
    edits: [{
      file: "routes/auditing.ts",
      find: 'Effect.catchTag(sendTo(id), "Quarantined", () => sendTo(`${id}.2`));',
      replace: "sendTo(id);",
    }],
    test: BY_OTHERS,
    because: /the head of audit .+: POST .v1.adapters.main.pause is answered 503/,
  },
  {
    name: "a damaged actor whose log is empty",
    edits: [{
      file: "adapters/kv/log.ts",
      find: "      if (named !== undefined) return yield* named;\n",
      replace: "      void named;\n",
    }],
    test: {
      file: "tests/process/damaged_test.ts",
      name:
        "a damaged actor takes no command, and its log is an error, until a verification finds it whole",
    },
    because: /503/,
  },
  {
    name: "a service that is ready on a full disk",
    edits: [{
      file: "main.ts",
      find: "        return { ready: writable, degraded",
      replace: "        return { ready: true, degraded",
    }],
    test: BY_FULL_DISK,
    because: /Ready on a full disk|nobody is sent here any more: not within/,
  },
  {
    name: "an I/O error that counts as lost ownership",
    edits: [{
      file: "adapters/kv/attempt.ts",
      find: '      return { type: "unclear", reason: reasonOf(cause) };\n',
      replace: '      return { type: "fenced" };\n',
    }],
    test: BY_FAILING_DISK,
    because: /It works again after posix/,
  },
  {
    name: "a backup that is a plain copy",
    edits: [{
      file: "adapters/backup/copy.ts",
      find: "  using source = new DatabaseSync(from, { readOnly: true });\n" +
        "  await backup(source, to, { rate: PAGES_AT_ONCE });\n",
      replace: "  await Deno.copyFile(from, to);\n  void backup;\n",
    }],
    test: BY_BACKUP,
    because: /was answered, and is gone|malformed/,
  },
  {
    name: "a restored log that gives places again",
    edits: [{
      file: "adapters/kv/restored.ts",
      find: "  yield* write(kv, [[witnessKey(0), pack(last + BATCHES_LEFT_OUT)]]);\n",
      replace: "",
    }],
    test: BY_BACKUP,
    because: /can be one that the lost tail has used/,
  },
  {
    name: "a checksum of what was not copied",
    edits: [{
      file: "adapters/backup/backup.ts",
      find: "  const sha256 = yield* attempt(data, () => sha256Of(data));",
      replace: "  const sha256 = yield* attempt(source, () => sha256Of(source));",
    }],
    test: BY_BACKUP,
    because: /verify ended with 65/,
  },
  {
    name: "a fence that is not checked when the owner was paused",
    edits: [{
      file: "adapters/kv/batch.ts",
      find: "kv.atomic().check({ key: OWNER, versionstamp: batch.versionstamp });",
      replace: "kv.atomic();",
    }],
    test: BY_TAKEOVER,
    because: /The old owner still writes/,
  },
  {
    name: "a lock that nobody looks at",
    edits: [{
      file: "adapters/kv/data_folder.ts",
      find: "  if (!mine) return",
      replace: "  if (mine === null) return",
    }],
    test: BY_SECOND_INSTANCE,
    because: /A second instance came up/,
  },
  {
    name: "a lock that outlives its process",
    edits: [{
      file: "adapters/kv/data_folder.ts",
      find: "Deno.open(`${path}/gatehouse.lock`, { create: true, write: true,",
      replace: "Deno.open(`${path}/gatehouse.lock`, { createNew: true, write: true,",
    }],
    test: BY_SECOND_INSTANCE,
    because: /It ended with 78: The data folder|is in use/,
  },
  {
    name: "a second instance that seems to have failed for good",
    edits: [{
      file: "adapters/process/start_failure.ts",
      find: "const EX_TEMPFAIL = 75;",
      replace: "const EX_TEMPFAIL = 1;",
    }],
    test: BY_SECOND_INSTANCE,
    because: /It ended with 1: The data folder/,
  },
];
