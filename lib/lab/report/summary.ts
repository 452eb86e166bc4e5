import type { Sample } from "#lib/lab/runs/schema.ts";
import { formatMilliseconds } from "./format.ts";

/** The samples of a run without those of its preparation, and when its work began, in milliseconds since the start. */
export function skipPreparation(samples: readonly Sample[]): { samples: readonly Sample[]; begunAt: number } {
  const first = samples.findIndex((sample) => sample.ops > 0);
  return { samples: first < 0 ? [] : samples.slice(first), begunAt: samples[first - 1]?.at ?? 0 };
}

/** A part of a run, in milliseconds since its start. */
export interface Span {
  from: number;
  to: number;
}

/** When the code was warmed up; null if it was not. */
export function warmUpOf(samples: readonly Sample[]): Span | null {
  const first = samples.findIndex((sample) => sample.warmUp);
  const last = samples.findLastIndex((sample) => sample.warmUp);
  if (first < 0) return null;
  return { from: samples[first - 1]?.at ?? 0, to: samples[last]?.at ?? 0 };
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** What came before the measurement, as the middle of a sentence. */
function describeBefore(preparedMs: number, warmUp: Span | null): string {
  const parts = [
    ...(preparedMs > 0 ? [`${seconds(preparedMs)} of preparation`] : []),
    ...(warmUp ? [`${seconds(warmUp.to - warmUp.from)} of warm-up`] : []),
  ];
  return parts.length > 0 ? `, after ${parts.join(" and ")}` : "";
}

/** What the chart of a run shows, in words, for those who cannot see it: the measurement without the warm-up. */
export function summariseSamples(samples: readonly Sample[]): string {
  const work = skipPreparation(samples);
  const warmUp = warmUpOf(work.samples);
  const measured = work.samples.filter((sample) => !sample.warmUp);
  const busy = measured.filter((sample) => sample.ops > 0);
  const last = measured.at(-1);
  if (!last || busy.length === 0) return "Nothing has been measured yet.";
  const mean = busy.reduce((sum, sample) => sum + sample.ops, 0) / busy.length;
  const highest = Math.max(...busy.map((sample) => sample.ops));
  const p99 = busy.map((sample) => sample.p99).filter((ms) => ms > 0);
  const errors = measured.reduce((sum, sample) => sum + sample.errors, 0);
  const latency =
    p99.length > 0
      ? ` The p99 of the samples was between ${formatMilliseconds(Math.min(...p99))} and ${formatMilliseconds(Math.max(...p99))}.`
      : "";
  const begunAt = warmUp?.to ?? work.begunAt;
  const before = describeBefore(work.begunAt, warmUp && { ...warmUp, from: Math.max(warmUp.from, work.begunAt) });
  return `Over ${seconds(last.at - begunAt)}${before}: ${Math.round(mean).toLocaleString("en")} operations per second on average, ${Math.round(highest).toLocaleString("en")} at most.${latency} ${errors === 0 ? "No errors." : `${errors.toLocaleString("en")} errors.`}`;
}

/** The highest values of charts that are to have the same scales. */
export interface ChartLimits {
  ops: number;
  ms: number;
}

/** The highest operations per second and p99 of the samples of several runs. */
export function limitsOf(runs: readonly (readonly Sample[])[]): ChartLimits {
  const all = runs.flatMap((samples) => skipPreparation(samples).samples);
  return { ops: Math.max(0, ...all.map(({ ops }) => ops)), ms: Math.max(0, ...all.map(({ p99 }) => p99)) };
}

/** At most `max` samples, evenly spaced, including the last one. */
export function downsample<T>(samples: readonly T[], max: number): T[] {
  const step = Math.ceil(samples.length / max);
  return samples.filter((_, i) => (samples.length - 1 - i) % step === 0);
}
