/** A rate is held when so much of it was achieved and so many operations succeeded. */
const ACHIEVED = 0.98;
const SUCCEEDED = 0.999;

/** Whether a target of operations a second was held. */
export function wasHeld(target: number, achieved: number, successRate: number): boolean {
  return achieved >= target * ACHIEVED && successRate >= SUCCEEDED;
}

/** 6000 → "6,000/s". */
export function formatRate(perSecond: number): string {
  return `${Math.round(perSecond).toLocaleString("en")}/s`;
}
