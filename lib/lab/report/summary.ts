import type { Sample } from "#lib/lab/runs/schema.ts";
import { formatMilliseconds } from "./format.ts";

/** The samples of a run without those of its preparation, and when its work began, in milliseconds since the start. */
export function skipPreparation(samples: readonly Sample[]): { samples: readonly Sample[]; begunAt: number } {
  const first = samples.findIndex((sample) => sample.ops > 0);
  return { samples: first < 0 ? [] : samples.slice(first), begunAt: samples[first - 1]?.at ?? 0 };
}

/** What the chart of a run shows, in words, for those who cannot see it. */
export function summariseSamples(samples: readonly Sample[]): string {
  const work = skipPreparation(samples);
  const busy = work.samples.filter((sample) => sample.ops > 0);
  const last = work.samples.at(-1);
  if (!last) return "Nothing has been measured yet.";
  const mean = busy.reduce((sum, sample) => sum + sample.ops, 0) / busy.length;
  const highest = Math.max(...busy.map((sample) => sample.ops));
  const p99 = busy.map((sample) => sample.p99).filter((ms) => ms > 0);
  const errors = samples.reduce((sum, sample) => sum + sample.errors, 0);
  const latency =
    p99.length > 0
      ? ` The p99 of the samples was between ${formatMilliseconds(Math.min(...p99))} and ${formatMilliseconds(Math.max(...p99))}.`
      : "";
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const prepared = work.begunAt > 0 ? `, after ${seconds(work.begunAt)} of preparation` : "";
  return `Over ${seconds(last.at - work.begunAt)}${prepared}: ${Math.round(mean).toLocaleString("en")} operations per second on average, ${Math.round(highest).toLocaleString("en")} at most.${latency} ${errors === 0 ? "No errors." : `${errors.toLocaleString("en")} errors.`}`;
}

/** At most `max` samples, evenly spaced, including the last one. */
export function downsample<T>(samples: readonly T[], max: number): T[] {
  const step = Math.ceil(samples.length / max);
  return samples.filter((_, i) => (samples.length - 1 - i) % step === 0);
}
