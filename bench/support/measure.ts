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

/** Two benchmarks, measured alternately. A ratio divides ours by theirs of the same round. */
export interface Comparison {
  ours: Spread;
  theirs: Spread;
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
  ours: Benchmark,
  theirs: Benchmark,
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<Comparison> {
  await ours.measure(seconds);
  await theirs.measure(seconds);
  const mine: number[] = [];
  const other: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const turns = [
      async () => mine.push(await ours.measure(seconds)),
      async () => other.push(await theirs.measure(seconds)),
    ];
    if (round % 2 === 1) turns.reverse();
    for (const turn of turns) await turn();
  }
  const ratios = mine.map((value, round) => value / (other[round] ?? Number.NaN));
  return { ours: spreadOf(mine), theirs: spreadOf(other), ratio: spreadOf(ratios) };
}
