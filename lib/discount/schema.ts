import { z } from "zod";
import { discountRule } from "#lib/discount/scripts/hold-discount.ts";
import { formatMoney, parseMoney } from "#lib/money.ts";
import { blankAsAbsent, money } from "#lib/validation.ts";

/** A code as it is typed; it is kept and shown in capitals. */
export const discountCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9-]{3,32}$/, "must be 3 to 32 letters, digits and dashes")
  .transform((code) => code.toUpperCase());

const kind = z.enum(["percent", "fixed"], "must be percent or fixed");
const since = z.coerce.number().transform((at) => at || null);
const limit = z.coerce.number().int().default(0);

/** The reply to HGETALL discount:<code>: money as decimal strings, times in seconds; 0 stands for no limit or date. */
export const discountHash = z.object({
  kind,
  value: z.string(),
  minimum: z.string().default("0.00"),
  starts_at: since.default(null),
  ends_at: since.default(null),
  total_limit: limit,
  user_limit: limit,
  used: limit,
  active: z.string().transform((active) => active === "1"),
  created_at: z.coerce.number().default(0),
});

/** A discount code as it is kept, and how many orders under way hold a use of it. */
export type Discount = z.output<typeof discountHash> & { code: string; held: number };

/** Which rule forbids the use of a code; `detail` is what it asks for: a time in seconds, or an amount. */
export const refusal = z.object({
  rule: discountRule,
  detail: z.string(),
});
export type DiscountRefusal = z.output<typeof refusal>;

const orNone = <T extends z.ZodType>(schema: T) => blankAsAbsent(schema.optional());
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z?$/;
/** A moment in UTC, as `<input type="datetime-local">` or ISO 8601 has it. @returns seconds */
const moment = z
  .string()
  .trim()
  .transform((at) => (MOMENT.test(at) ? Date.parse(at.endsWith("Z") ? at : `${at}Z`) / 1000 : Number.NaN))
  .refine((at) => at > 0, "must be a time such as 2027-05-01T09:00, in UTC");
const uses = z.coerce
  .number("must be a number")
  .int("must be a whole number")
  .min(1, "must be 1 at least")
  .max(1e9, "is too many");

const terms = {
  minimum: orNone(money("49.90")),
  startsAt: orNone(moment),
  endsAt: orNone(moment),
  totalLimit: orNone(uses),
  userLimit: orNone(uses),
};
type Terms = z.output<z.ZodObject<typeof terms>>;
const inOrder = ({ startsAt, endsAt }: Terms) => !startsAt || !endsAt || startsAt < endsAt;
const order = { path: ["endsAt"], error: "must be after the beginning" };

/** When and how often a code may be used: all that can be changed of one. What is left out is no limit. */
export const termsBody = z.object({ code: discountCode, ...terms }).refine(inOrder, order);

/** A new code. */
export const createDiscountBody = z
  .object({
    code: discountCode,
    kind,
    value: z.string(),
    ...terms,
  })
  .refine(inOrder, order)
  .transform(({ value, ...rest }, context) => {
    const text = value.trim();
    if (rest.kind === "percent") {
      if (/^[1-9]\d?$|^100$/.test(text)) return { ...rest, value: text };
      context.issues.push({
        code: "custom",
        path: ["value"],
        input: value,
        message: "must be a whole number from 1 to 100",
      });
      return z.NEVER;
    }
    const cents = parseMoney(text);
    if (cents) return { ...rest, value: formatMoney(cents) };
    context.issues.push({ code: "custom", path: ["value"], input: value, message: 'must be an amount such as "5.00"' });
    return z.NEVER;
  });
export type NewDiscount = z.output<typeof createDiscountBody>;
export type DiscountTerms = z.output<typeof termsBody>;
