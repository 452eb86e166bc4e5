import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** The clock of the processors' times ticks every ten milliseconds, so a shorter time would tell little. */
const MEASURE_MS = 250;

/** Milliseconds that all processors have spent since the machine started, working and in total. */
function readTimes(): { busy: number; total: number } {
  let [busy, total] = [0, 0];
  for (const { times } of cpus()) {
    const sum = Object.values(times).reduce((before, ms) => before + ms, 0);
    busy += sum - times.idle;
    total += sum;
  }
  return { busy, total };
}

/** The share of all processors that other programs use, 0 to 1, measured for a quarter of a second. */
export async function measureOtherLoad(): Promise<number> {
  const before = readTimes();
  const own = process.cpuUsage();
  await sleep(MEASURE_MS);
  const after = readTimes();
  const { user, system } = process.cpuUsage(own);
  const share = (after.busy - before.busy - (user + system) / 1000) / Math.max(1, after.total - before.total);
  return Math.round(Math.min(1, Math.max(0, share)) * 100) / 100;
}
