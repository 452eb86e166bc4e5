/** Money is an integer of minor units (cents) inside the store and a decimal string outside; never a float. */

/** The largest amount: of a price, and of the total of an order. */
export const MAX_AMOUNT = "999999999.99";

/** "199.99" → 19999. Accepts up to 9 digits before the point and at most 2 after it; null for anything else. */
export function parseMoney(text: string): number | null {
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

/** "19,99", "£1,234.50", "$ 20" → minor units, as people type them; null for anything else. */
export function parseTypedMoney(text: string): number | null {
  const plain = text.replace(/[£$€\s]/g, "").replace(/,(?=\d{3}(?!\d))/g, "");
  return parseMoney(plain.replace(",", "."));
}

/** Whether a text is an amount above the largest one. */
export const exceedsMaxAmount = (text: string) => /^0*[1-9]\d{9,}(\.\d{1,2})?$/.test(text);

/** 19999 → "199.99", -5 → "-0.05". */
export function formatMoney(minor: number): string {
  const cents = Math.abs(minor);
  return `${minor < 0 ? "-" : ""}${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}
