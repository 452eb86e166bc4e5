/** Positions that count: the first row of the search page on a wide screen. */
const POSITIONS = 4;
/** The lowest grade of an answer that satisfies the shopper. */
const GOOD = 2;

const discountedGain = (grades: readonly number[]) =>
  grades.slice(0, POSITIONS).reduce((sum, grade, i) => sum + (2 ** grade - 1) / Math.log2(i + 2), 0);

/**
 * Judges an answer by the grades of what should be found: nDCG of the first four positions, 0 to 1, and 1 ÷ the
 * position of the first good answer, 0 without one. When nothing should be found, an empty answer is 1 and any other is
 * 0. Source: Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques (2002); exponential gain.
 * @param ids what was found, best first
 * @param grades by id, 1 to 3; any other id is 0
 */
export function gradeAnswer(ids: readonly string[], grades: Readonly<Record<string, number>>) {
  const best = discountedGain(Object.values(grades).toSorted((a, b) => b - a));
  const reached = discountedGain(ids.map((id) => grades[id] ?? 0));
  const first = ids.findIndex((id) => (grades[id] ?? 0) >= GOOD);
  const ndcg = best > 0 ? reached / best : Number(ids.length === 0);
  return { ndcg, reciprocalRank: first < 0 ? 0 : 1 / (first + 1) };
}

/** The mean; 0 of nothing. */
export const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
