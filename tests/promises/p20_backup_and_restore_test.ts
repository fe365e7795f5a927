/**
 * P20 as CI plays it.
 *
 * @module
 */
import { BACKUP_AND_RESTORE } from "./p20_backup_and_restore.ts";
import { testTrial } from "./trial.ts";

testTrial(BACKUP_AND_RESTORE);
