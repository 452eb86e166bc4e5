import { DATA_FORMAT, readDataFormat, readUnfinishedRestore, writeDataFormat } from "#lib/redis/data-format.ts";
import { convertDiscountUses } from "./discount-uses.ts";

/** What leads from each version of the data to the next: the first from 0 to 1. Each may be repeated. */
const STEPS: readonly (() => Promise<string | null>)[] = [convertDiscountUses];

export type DataProblem =
  /** the data are those of a newer version of the store */
  | { reason: "newer"; found: number }
  /** a restore was not completed; which one */
  | { reason: "unfinished-restore"; restore: string };

/** Whether this version of the store can work with the data, once they are upgraded. Two round trips. */
export async function checkData(): Promise<DataProblem | null> {
  const [found, restore] = await Promise.all([readDataFormat(), readUnfinishedRestore()]);
  if (restore !== null) return { reason: "unfinished-restore", restore };
  return found > DATA_FORMAT ? { reason: "newer", found } : null;
}

/** A problem with the data in a sentence, and what to do about it. */
export function explainDataProblem(problem: DataProblem): string {
  if (problem.reason === "unfinished-restore")
    return `Redis holds a part of a backup: the restore of ${problem.restore}, was not completed. Repeat it: npm run restore -- --file …`;
  return `The data in Redis have version ${Number.isFinite(problem.found) ? problem.found : "unknown"}, and this version of the store knows up to ${DATA_FORMAT}. Start the newer version again, or restore a backup from before the upgrade.`;
}

/**
 * Upgrades the data to the version of this store, step by step, and notes each. It may be repeated, also by several
 * processes at once. One round trip when there is nothing to do. @returns what was converted, in words
 */
export async function upgradeData(): Promise<string[]> {
  const done: string[] = [];
  let version = await readDataFormat();
  while (version < DATA_FORMAT) {
    const step = STEPS[version];
    if (!step) throw new Error(`There is no step from version ${version} of the data`);
    const converted = await step();
    if (converted) done.push(converted);
    version++;
    await writeDataFormat(version);
  }
  return done;
}
