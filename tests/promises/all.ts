/**
 * Every trial there is. What is not here is not played in a soak, and a test finds it.
 *
 * @module
 */
import { ANSWERED_NEVER_LOST } from "./p01_answered_never_lost.ts";
import { PAUSED } from "./p01_paused.ts";
import { SIMULATION } from "./p01_simulation.ts";
import { ACTS_ONCE } from "./p02_acts_once.ts";
import { ORDERS_ONCE } from "./p02_orders_once.ts";
import { ANSWERS_IN_OUTAGE } from "./p03_answers.ts";
import { OUTAGE } from "./p03_outage.ts";
import { HOT_ACTORS } from "./p04_hot_actors.ts";
import { MODEL } from "./p05_model.ts";
import { OLD_FACTS_LOAD } from "./p06_old_facts_load.ts";
import { CORRUPTION_IS_CONTAINED } from "./p07_corruption_is_contained.ts";
import { OTHERS_WORK } from "./p07_others_work.ts";
import { FAILING_DISK } from "./p08_failing_disk.ts";
import { FULL_DISK } from "./p08_full_disk.ts";
import { CLOCK_JUMPS } from "./p09_clock_jumps.ts";
import { CLOCK_MOVED } from "./p09_faketime.ts";
import { ROLLING_RESTART } from "./p10_graceful_stop.ts";
import { PRINTS_UNDER_WAY } from "./p10_prints_under_way.ts";
import { BAD_INPUT } from "./p11_bad_input.ts";
import { LIMITS } from "./p12_limits.ts";
import { OUT_OF_DESCRIPTORS } from "./p12_out_of_descriptors.ts";
import { SLOW_CLIENTS } from "./p12_slow_clients.ts";
import { EVERY_KEY } from "./p13_every_key.ts";
import { OTHER_TENANT } from "./p13_other_tenant.ts";
import { SECRETS } from "./p14_secrets.ts";
import { EDITS_ARE_FOUND } from "./p15_edits_are_found.ts";
import { WHOLE_AFTER_KILLS } from "./p15_whole_after_kills.ts";
import { WHO_DID_WHAT } from "./p15_who_did_what.ts";
import { OUTGOING } from "./p16_outgoing.ts";
import { NOISY_TENANT } from "./p17_noisy_tenant.ts";
import { QUIET_TENANT } from "./p17_quiet_tenant.ts";
import { ERASURE } from "./p18_erasure.ts";
import { KILLED_MEANWHILE } from "./p18_killed_meanwhile.ts";
import { DRIFT_MENDED, NOTHING_IN_FLIGHT } from "./p19_drift.ts";
import { BACKUP_AND_RESTORE } from "./p20_backup_and_restore.ts";
import { FORCED_TAKEOVER } from "./p21_forced_takeover.ts";
import { ONE_OWNER } from "./p21_one_owner.ts";
import type { Trial } from "./trial.ts";

/** In the order of `docs/promises.md`; the simulation tries many promises at once. */
export const TRIALS: ReadonlyArray<Trial> = [
  SIMULATION,
  ANSWERED_NEVER_LOST,
  PAUSED,
  ACTS_ONCE,
  ORDERS_ONCE,
  OUTAGE,
  ANSWERS_IN_OUTAGE,
  HOT_ACTORS,
  MODEL,
  OLD_FACTS_LOAD,
  CORRUPTION_IS_CONTAINED,
  OTHERS_WORK,
  FAILING_DISK,
  FULL_DISK,
  CLOCK_JUMPS,
  CLOCK_MOVED,
  ROLLING_RESTART,
  PRINTS_UNDER_WAY,
  BAD_INPUT,
  LIMITS,
  OUT_OF_DESCRIPTORS,
  SLOW_CLIENTS,
  EVERY_KEY,
  OTHER_TENANT,
  SECRETS,
  EDITS_ARE_FOUND,
  WHOLE_AFTER_KILLS,
  WHO_DID_WHAT,
  OUTGOING,
  NOISY_TENANT,
  QUIET_TENANT,
  ERASURE,
  KILLED_MEANWHILE,
  DRIFT_MENDED,
  NOTHING_IN_FLIGHT,
  BACKUP_AND_RESTORE,
  FORCED_TAKEOVER,
  ONE_OWNER,
];
