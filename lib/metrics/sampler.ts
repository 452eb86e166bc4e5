import { randomUUID } from "node:crypto";
import { countHousekeeping } from "#lib/process/counters/counters.ts";
import { processWide } from "#lib/process/process-wide.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { noteDamaged, repairing } from "#lib/redis/damaged.ts";
import { keys } from "#lib/redis/keys.ts";
import { renewLock } from "#lib/redis/tasks/renew-lock.ts";
import { repeat } from "#lib/redis/tasks/repeat.ts";
import { nowMs } from "#lib/time.ts";
import { makeCensus } from "./census.ts";
import { type Counts, countsSchema } from "./counts.ts";
import { averageOf, fieldsOf, MINUTES_KEPT, SECONDS_KEPT } from "./history.ts";
import { makeObserver, type Observation } from "./observe.ts";
import { REPORT_SECONDS, report } from "./report.ts";
import type { MetricsSample } from "./schema.ts";

/** Every process reports once a second; one of them, whichever has the lock, adds up what all of them report. */

const EVERY_MS = 1000;
/** Another process takes over when the one that samples has not done so for this time. */
const LOCK_MS = 3500;
/** The newest figures are gone when nobody samples. */
const NOW_MS = 10_000;
/** More samples than these are trimmed node by node, which costs Redis less. */
const trim = (threshold: number) => ({ TRIM: { strategy: "MAXLEN", strategyModifier: "~", threshold } }) as const;

/** The reports of all processes that are there. One round trip. */
async function readReports(redis: Redis, now: number): Promise<Map<string, Counts>> {
  const reports = new Map<string, Counts>();
  const gone: string[] = [];
  for (const [id, text] of Object.entries(await redis.hGetAll(keys.metricsProcesses))) {
    const parsed = parseReport(text);
    if (parsed && parsed.at > now - REPORT_SECONDS * 1000) reports.set(id, parsed);
    else gone.push(id);
  }
  if (gone.length > 0) await redis.hDel(keys.metricsProcesses, gone);
  return reports;
}

function parseReport(text: string): Counts | null {
  try {
    return countsSchema.parse(JSON.parse(text));
  } catch {
    noteDamaged(keys.metricsProcesses, "has a field that is no report; it is removed");
    return null;
  }
}

async function write(redis: Redis, { metrics, sample }: Observation, minute: MetricsSample | null): Promise<void> {
  const multi = redis
    .multi()
    .set(keys.metricsNow, JSON.stringify(metrics), { expiration: { type: "PX", value: NOW_MS } })
    .xAdd(keys.metricsSamples, "*", fieldsOf(sample), trim(SECONDS_KEPT))
    .expire(keys.metricsSamples, SECONDS_KEPT);
  if (minute)
    multi
      .xAdd(keys.metricsMinutes, "*", fieldsOf(minute), trim(MINUTES_KEPT))
      .expire(keys.metricsMinutes, MINUTES_KEPT * 60);
  await multi.exec();
}

function makeSampler() {
  const token = randomUUID();
  let isSampling = false;
  let observe = makeObserver();
  let census = makeCensus();
  let ofMinute: MetricsSample[] = [];

  async function lead(redis: Redis): Promise<boolean> {
    if (isSampling && (await renewLock(redis, { lock: keys.metricsSampler, token, lockMs: LOCK_MS }))) {
      // The script has read the lock.
      countHousekeeping(true);
      return true;
    }
    const expiration = { type: "PX", value: LOCK_MS } as const;
    const isLocked = (await redis.set(keys.metricsSampler, token, { condition: "NX", expiration })) === null;
    if (!isLocked && !isSampling) [observe, census, ofMinute] = [makeObserver(), makeCensus(), []];
    isSampling = !isLocked;
    return isSampling;
  }

  /** The mean of a minute when it is over. */
  function endOfMinute(sample: MetricsSample): MetricsSample | null {
    const minute = (at: string) => at.slice(0, "2026-05-04T03:02".length);
    const last = ofMinute.at(-1);
    const isOver = last !== undefined && minute(last.at) !== minute(sample.at);
    const mean = isOver ? averageOf(ofMinute) : null;
    ofMinute = isOver ? [sample] : [...ofMinute, sample];
    return mean;
  }

  /** Four round trips and those of the census; one, and two more, where another process samples. */
  return async (): Promise<void> => {
    await withRedis(report);
    await withRedis(async (redis) => {
      if (!(await lead(redis))) return;
      const now = nowMs();
      await census.step(redis, now);
      const reports = await readReports(redis, now);
      const observation = await observe(redis, reports, census.last());
      const minute = endOfMinute(observation.sample);
      await repairing(redis, { [keys.metricsNow]: "string" }, () => write(redis, observation, minute));
    });
  };
}

/** Starts what reports, and samples where no other process does. @returns what stops it */
export function startSampler(): () => void {
  return repeat(EVERY_MS, processWide("metrics-sampler", makeSampler));
}
