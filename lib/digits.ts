/**
 * "12" → 12, for what people and clients type; null for anything but plain digits. `Number()` also takes "1e3", "0x10",
 * " 2 " and "", and each of them for a number that somebody did not mean. At most the largest safe integer.
 */
export function parseDigits(text: string): number | null {
  return /^\d+$/.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : null;
}
