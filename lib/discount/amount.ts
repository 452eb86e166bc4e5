import { parseMoney } from "#lib/money.ts";

/** What a code takes off: a whole number of percent, or an amount of money such as "5.00". */
export interface DiscountValue {
  kind: "percent" | "fixed";
  value: string;
}

/**
 * What a code takes off a subtotal, in cents: a percentage is rounded half up, and the result is at most the subtotal.
 * @param subtotal in cents, 0 to 99,999,999,999 (the range of parseMoney)
 */
export function amountOff({ kind, value }: DiscountValue, subtotal: number): number {
  const off = kind === "percent" ? Math.floor((subtotal * Number(value) + 50) / 100) : (parseMoney(value) ?? 0);
  return Math.min(subtotal, off);
}
