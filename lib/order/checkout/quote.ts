import type { Cart } from "#lib/cart/schema.ts";
import type { DiscountValue } from "#lib/discount/amount.ts";
import { countUnknownCode, secondsUntilRetry } from "#lib/discount/attempt-limit.ts";
import { explainDiscountRefusal } from "#lib/discount/explain.ts";
import { checkDiscount } from "#lib/discount/hold.ts";
import { discountCode } from "#lib/discount/schema.ts";
import { parseMoney } from "#lib/money.ts";
import { identifyShopper } from "#lib/order/shopper-id.ts";
import { withRedis } from "#lib/redis/client.ts";
import type { Session } from "#lib/session/schema.ts";
import { formatWait } from "#lib/text.ts";

/** A code that is valid for the cart, and what it is worth. */
export type Quote = DiscountValue & { code: string };

/** What a code typed at the checkout is worth; without a code, empty. `error` follows "The discount code". */
export type QuoteResult = { quote?: Quote; error?: string; retryAfter?: number };

/** Why no code can be checked now; follows "The discount code". */
export const explainCodeWait = (seconds: number) =>
  `can't be checked at the moment: too many unknown codes came from your address. Leave it out, or try again ${formatWait(seconds)}`;

/**
 * Checks a code against the current cart. Nothing is held, so a limit may be reached before the order is placed. Three
 * round trips, four for an unknown code, and those of `readCart`; none when what was typed can't be a code.
 * @param email of the shopper, "" when it is not known; the limit for each guest is checked only with an address
 * @param address of the client, for the limit on guessing
 * @param readCart gives the cart of the session, which the caller may have read already
 */
export async function quoteDiscount(
  session: Session,
  { typed, email }: { typed: string; email: string },
  address: string,
  readCart: () => Cart | Promise<Cart>,
): Promise<QuoteResult> {
  if (typed.trim() === "") return {};
  const code = discountCode.safeParse(typed);
  if (!code.success) return { error: code.error.issues[0]?.message ?? "" };
  const [wait, cart] = await Promise.all([secondsUntilRetry(address), readCart()]);
  if (wait) return { error: explainCodeWait(wait), retryAfter: wait };
  const subtotal = parseMoney(cart.totalValue) ?? 0;
  const check = await withRedis(async (redis) => {
    const shopper = await identifyShopper(redis, session.owner.id, email.trim().toLowerCase());
    return checkDiscount(redis, code.data, shopper, subtotal);
  });
  if (check.ok) return { quote: { code: code.data, ...check.value } };
  if (check.refusal.rule === "unknown") await countUnknownCode(address);
  return { error: explainDiscountRefusal(check.refusal) };
}
