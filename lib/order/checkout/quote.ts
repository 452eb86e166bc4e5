import type { Cart } from "#lib/cart/schema.ts";
import type { DiscountValue } from "#lib/discount/amount.ts";
import { countUnknownCode, secondsUntilRetry } from "#lib/discount/attempt-limit.ts";
import { explainDiscountRefusal } from "#lib/discount/explain.ts";
import { checkDiscount } from "#lib/discount/hold.ts";
import { discountCode } from "#lib/discount/schema.ts";
import { shopperId } from "#lib/discount/shopper-id.ts";
import { parseMoney } from "#lib/money.ts";
import { withRedis } from "#lib/redis/client.ts";
import type { Session } from "#lib/session/schema.ts";
import { formatWait } from "#lib/text.ts";

/** A code that the cart may be bought with. */
export type Quote = DiscountValue & { code: string };

/** What a code comes to that was typed at the checkout; `error` goes on from "the discount code". */
export type QuoteResult = { quote?: Quote; error?: string; retryAfter?: number };

export const explainWait = (seconds: number) =>
  `can't be checked at the moment: too many unknown codes came from your address. Leave it out, or try again ${formatWait(seconds)}`;

/**
 * Tries a code against a cart as it is now; nothing is held, and a limit may be reached before the order is placed.
 * Two round trips and those of the cart; none when nothing was typed that can be a code.
 * @param email of the shopper, as far as it is known: a guest's limit is looked at only with one
 * @param readCart the cart of the session, which the caller may have read already
 */
export async function quoteCode(
  session: Session,
  { typed, email }: { typed: string; email: string },
  address: string,
  readCart: () => Cart | Promise<Cart>,
): Promise<QuoteResult> {
  if (typed.trim() === "") return {};
  const code = discountCode.safeParse(typed);
  if (!code.success) return { error: code.error.issues[0]?.message ?? "" };
  const [wait, cart] = await Promise.all([secondsUntilRetry(address), readCart()]);
  if (wait) return { error: explainWait(wait), retryAfter: wait };
  const shopper = session.user || email ? shopperId(session.owner.id, email) : "";
  const subtotal = parseMoney(cart.totalValue) ?? 0;
  const check = await withRedis((redis) => checkDiscount(redis, code.data, shopper, subtotal));
  if (check.ok) return { quote: { code: code.data, ...check.value } };
  if (check.refusal.rule === "unknown") await countUnknownCode(address);
  return { error: explainDiscountRefusal(check.refusal) };
}
