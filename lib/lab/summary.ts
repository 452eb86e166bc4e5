import { milliseconds } from "./format.ts";
import type { Sample } from "./schema.ts";

/** What the chart of a run shows, in words, for those who don't see it. */
export function summariseSamples(samples: readonly Sample[]): string {
  const busy = samples.filter((sample) => sample.ops > 0);
  const last = samples.at(-1);
  if (!last || busy.length === 0) return "Nothing has been measured yet.";
  const mean = busy.reduce((sum, sample) => sum + sample.ops, 0) / busy.length;
  const highest = Math.max(...busy.map((sample) => sample.ops));
  const p99 = busy.map((sample) => sample.p99).filter((ms) => ms > 0);
  const errors = samples.reduce((sum, sample) => sum + sample.errors, 0);
  const latency =
    p99.length > 0
      ? ` The p99 of each moment lay between ${milliseconds(Math.min(...p99))} and ${milliseconds(Math.max(...p99))}.`
      : "";
  return `Over ${(last.at / 1000).toFixed(1)} s: ${Math.round(mean).toLocaleString("en")} operations a second while it worked, ${Math.round(highest).toLocaleString("en")} at most.${latency} ${errors === 0 ? "No errors." : `${errors.toLocaleString("en")} errors.`}`;
}

/** So many samples at most, evenly taken, the last one among them. */
export function thin<T>(samples: readonly T[], most: number): T[] {
  const step = Math.ceil(samples.length / most);
  return samples.filter((_, i) => (samples.length - 1 - i) % step === 0);
}
