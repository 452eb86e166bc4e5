import { type Spread, spreadOf } from "#lib/spread.ts";

/** Something whose speed is measured. `measure` works for some seconds and returns the operations per second. */
export interface Benchmark {
  title: string;
  measure(seconds: number): Promise<number>;
}

/** Two benchmarks, measured alternately. A ratio divides the candidate by the baseline of the same round. */
export interface Comparison {
  candidate: Spread;
  baseline: Spread;
  ratio: Spread;
}

/**
 * Warms both benchmarks up, then measures them alternately, in the other order every second round, so that a temporary
 * disturbance of the machine affects both.
 */
export async function compareBenchmarks(
  candidate: Benchmark,
  baseline: Benchmark,
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<Comparison> {
  await candidate.measure(seconds);
  await baseline.measure(seconds);
  const candidateValues: number[] = [];
  const baselineValues: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const turns = [
      async () => candidateValues.push(await candidate.measure(seconds)),
      async () => baselineValues.push(await baseline.measure(seconds)),
    ];
    if (round % 2 === 1) turns.reverse();
    for (const turn of turns) await turn();
  }
  const ratios = candidateValues.map((value, round) => value / (baselineValues[round] ?? Number.NaN));
  return { candidate: spreadOf(candidateValues), baseline: spreadOf(baselineValues), ratio: spreadOf(ratios) };
}
