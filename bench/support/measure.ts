/** A figure with its spread over the rounds. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

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

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return { median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, min: at(0), max: at(sorted.length - 1) };
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
