import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { isoTimeOfMs, nowMs } from "#lib/time.ts";
import { type HistoryQuery, type MetricsSample, SAMPLE_FIELDS, type SampleField } from "./schema.ts";

/** Samples are kept for an hour by the second, and for a day by the minute. */
export const SECONDS_KEPT = 3600;
export const MINUTES_KEPT = 1440;

/** The fields of a sample as the stream has them: a figure that is not known has none. */
export function fieldsOf(sample: MetricsSample): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const name of SAMPLE_FIELDS) {
    const value = sample[name];
    if (value !== null) fields[name] = String(Math.round(value * 1000) / 1000);
  }
  return fields;
}

/** The figures of which a minute has its worst, not its mean. */
const WORST: ReadonlySet<SampleField> = new Set(["p99", "roundTripP99", "replicaLagBytes"]);

/** Several samples as one. @param samples at least one */
export function averageOf(samples: readonly MetricsSample[]): MetricsSample {
  const figures = SAMPLE_FIELDS.map((name) => {
    const known = samples.flatMap((sample) => sample[name] ?? []);
    if (known.length === 0) return [name, null];
    return [name, WORST.has(name) ? Math.max(...known) : known.reduce((sum, each) => sum + each, 0) / known.length];
  });
  return { at: samples.at(-1)?.at ?? "", ...Object.fromEntries(figures) };
}

/** Reads an entry of the stream; what somebody else has written there has no figures. */
function sampleOfEntry({ id, message }: { id: string; message: Record<string, string> }): MetricsSample {
  const figures = SAMPLE_FIELDS.map((name) => {
    const value = Number(message[name] ?? Number.NaN);
    return [name, Number.isFinite(value) ? value : null];
  });
  return { at: isoTimeOfMs(Number(id.split("-", 1)[0])), ...Object.fromEntries(figures) };
}

/** Puts neighbours together until there are at most so many. */
function thinOut(samples: readonly MetricsSample[], points: number): MetricsSample[] {
  const size = Math.ceil(samples.length / points);
  if (size <= 1) return [...samples];
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, i) =>
    averageOf(samples.slice(i * size, (i + 1) * size)),
  );
}

async function readSamples(redis: Redis, minutes: number): Promise<MetricsSample[]> {
  const key = minutes <= SECONDS_KEPT / 60 ? keys.metricsSamples : keys.metricsMinutes;
  const entries = await redis.xRange(key, String(Math.floor(nowMs()) - minutes * 60_000), "+");
  return (entries ?? []).map(sampleOfEntry);
}

/**
 * The figures of the last minutes, oldest first: one a second up to an hour, above that one a minute. One round trip.
 */
export async function readHistory({ minutes, points }: HistoryQuery): Promise<{ samples: MetricsSample[] }> {
  const samples = await withRedis((redis) => readSamples(redis, minutes));
  return { samples: points === undefined ? samples : thinOut(samples, points) };
}
