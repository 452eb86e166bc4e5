/** A figure with its spread over the rounds. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** One thing whose speed is measured: work for some seconds, then the operations per second that it reached. */
export interface Contender {
  title: string;
  measure(seconds: number): Promise<number>;
}

/** Two contenders, measured in turns; the ratio is ours to theirs of the same round. */
export interface Duel {
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
 * Warms both contenders up, then lets them run in turns, in the other order every second round: what disturbs the
 * machine for a while disturbs both.
 */
export async function runDuel(
  ours: Contender,
  theirs: Contender,
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<Duel> {
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
