import { explainDiscountRefusal } from "#lib/discount/explain.ts";
import { formatMoney, parseMoney } from "#lib/money.ts";
import { isoTime } from "#lib/time.ts";
import type { Order, ShortLine } from "./schema.ts";

const iso = (seconds: number | undefined) => (seconds ? isoTime(seconds) : null);

/** The sum of the lines of an order before its discount, in cents. */
export function subtotalOf(order: Order): number {
  return (parseMoney(order.total) ?? 0) + (parseMoney(order.discount_amount) ?? 0);
}

/** The discount of an order: the code, the amount and the subtotal before it; null when there is none. */
export function discountOf(order: Order): { code: string; amount: string; subtotal: string } | null {
  const { discount_code: code, discount_amount: amount } = order;
  return code ? { code, amount, subtotal: formatMoney(subtotalOf(order)) } : null;
}

/** The reply to a checkout. It stays the same when the request is repeated, whatever happens to the order later. */
export function toConfirmation(order: Order) {
  const { id, lines, total, placed_at } = order;
  const publicLines = lines.map(({ image: _, ...line }) => line);
  const { code, amount } = discountOf(order) ?? {};
  const discount = code ? { discount: { code, amount } } : {};
  return { id, status: "placed", lines: publicLines, ...discount, total, placedAt: iso(placed_at) };
}

/** An order as its owner sees it. */
export function toPublicOrder(order: Order) {
  const { status, email, name, address, city, postcode, country, short, refusal } = order;
  return {
    ...toConfirmation(order),
    status,
    ...{ shippedAt: iso(order.shipped_at), deliveredAt: iso(order.delivered_at), cancelledAt: iso(order.cancelled_at) },
    ...{ email, name, address, city, postcode, country },
    ...(status === "rejected" ? { short } : {}),
    ...(refusal ? { refusal: `The discount code ${explainDiscountRefusal(refusal)}` } : {}),
  };
}

function describeShortLine({ name, wanted, available, limit }: ShortLine): string {
  if (limit !== undefined) {
    const left = available === limit ? "" : ` (your other orders leave you ${available || "none"})`;
    return `at most ${limit} of ${name} per shopper${left}, you wanted ${wanted}`;
  }
  return available === 0 ? `${name} is sold out` : `only ${available} of ${name} left, you wanted ${wanted}`;
}

/** Which lines the shopper can't have in full, and why, as a message for the shopper. */
export function describeShort(short: readonly ShortLine[]): string {
  return short.map(describeShortLine).join("; ");
}
