import { z } from "zod";
import { discountRule } from "#lib/discount/scripts/hold-discount.ts";
import { formatMoney, parseMoney } from "#lib/money.ts";
import { blankAsAbsent, money, wholeNumber } from "#lib/validation.ts";

/** A code as typed by a shopper; stored and shown in capitals. */
export const discountCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9-]{3,32}$/, "must be 3 to 32 letters, digits and dashes")
  .transform((code) => code.toUpperCase());

const kind = z.enum(["percent", "fixed"], "must be percent or fixed");
const seconds = z.coerce.number().transform((at) => at || null);
const limit = z.coerce.number().int().default(0);

/** The reply to HGETALL discount:<code>: money as decimal strings, times in seconds; 0 means no limit or no date. */
export const discountHash = z.object({
  kind,
  value: z.string(),
  minimum: z.string().default("0.00"),
  starts_at: seconds.default(null),
  ends_at: seconds.default(null),
  total_limit: limit,
  user_limit: limit,
  used: limit,
  active: z.string().transform((active) => active === "1"),
  created_at: z.coerce.number().default(0),
});

/** A stored discount code, and how many pending orders hold a use of it. */
export type Discount = z.output<typeof discountHash> & { code: string; held: number };

/** Which rule forbids the use of a code; `detail` is what it requires: a time in seconds, an amount, or "". */
export const discountRefusal = z.object({
  rule: discountRule,
  detail: z.string(),
});
export type DiscountRefusal = z.output<typeof discountRefusal>;

const optional = <T extends z.ZodType>(schema: T) => blankAsAbsent(schema.optional());
const NO_TIME = "must be a day and time that exist, such as 2027-05-01T09:00, in UTC";
/**
 * A time in UTC, as sent by `<input type="datetime-local">` or in ISO 8601. `Date.parse` takes 30 February for 2 March,
 * and a time without a zone for one of this machine. @returns seconds
 */
const time = z
  .string()
  .trim()
  .pipe(z.iso.datetime({ local: true, error: NO_TIME }))
  .transform((at) => Date.parse(at.endsWith("Z") ? at : `${at}Z`) / 1000)
  .refine((at) => at > 0, NO_TIME);
const uses = wholeNumber(1, 1e9);

const terms = {
  minimum: optional(money("49.90")),
  startsAt: optional(time),
  endsAt: optional(time),
  totalLimit: optional(uses),
  userLimit: optional(uses),
};
type Terms = z.output<z.ZodObject<typeof terms>>;
const startsBeforeEnd = ({ startsAt, endsAt }: Terms) => !startsAt || !endsAt || startsAt < endsAt;
const endError = { path: ["endsAt"], error: "must be after the start" };

/** When and how often a code may be used: the part of a code that can be changed. A missing field means no limit. */
export const termsBody = z.object({ code: discountCode, ...terms }).refine(startsBeforeEnd, endError);

/** A new code. */
export const createDiscountBody = z
  .object({
    code: discountCode,
    kind,
    value: z.string(),
    ...terms,
  })
  .refine(startsBeforeEnd, endError)
  .transform(({ value, ...rest }, context) => {
    if (rest.kind === "percent") {
      if (/^[1-9]\d?$|^100$/.test(value)) return { ...rest, value };
      context.issues.push({
        code: "custom",
        path: ["value"],
        input: value,
        message: "must be a whole number from 1 to 100",
      });
      return z.NEVER;
    }
    const cents = parseMoney(value.trim());
    if (cents) return { ...rest, value: formatMoney(cents) };
    context.issues.push({ code: "custom", path: ["value"], input: value, message: 'must be an amount such as "5.00"' });
    return z.NEVER;
  });
export type NewDiscount = z.output<typeof createDiscountBody>;
export type DiscountTerms = z.output<typeof termsBody>;
