import { parseMoney } from "#lib/money.ts";

/** What a code takes off: `value` is a whole number of percent, or an amount of money. */
export interface Worth {
  kind: "percent" | "fixed";
  value: string;
}

/**
 * What a code takes off a subtotal, both in cents: a percentage is rounded half up to the cent, and nothing ever takes
 * off more than there is.
 * @param subtotal 0 to 99,999,999,999, what parseMoney reads
 */
export function amountOff({ kind, value }: Worth, subtotal: number): number {
  const off = kind === "percent" ? Math.floor((subtotal * Number(value) + 50) / 100) : (parseMoney(value) ?? 0);
  return Math.min(subtotal, off);
}
