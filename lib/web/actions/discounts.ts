"use server";

import { z } from "zod";
import { describeChange } from "#lib/audit/describe-change.ts";
import { createDiscountBody, type DiscountTerms, discountCode, termsBody } from "#lib/discount/schema.ts";
import { createDiscount, editDiscount, getDiscount, setDiscountActive } from "#lib/discount/store.ts";
import { type ActionResult, formAction } from "#lib/web/forms/form-action.ts";
import { savedUrl } from "#lib/web/forms/saved-notice.ts";
import { recordAct } from "#lib/web/request/record.ts";

/** The forms of the admin pages for discount codes. */

const NOT_FOUND = { ok: false, message: "This discount code no longer exists." } as const;
const saved = (code: string) => ({ goTo: savedUrl(`/admin/discounts/${code}`) });

const termsOf = ({ minimum, startsAt, endsAt, totalLimit, userLimit }: Omit<DiscountTerms, "code">) => ({
  ...{ minimum, startsAt, endsAt, totalLimit, userLimit },
});

export const createDiscountAction = formAction(
  { visitor: "admin", fields: createDiscountBody },
  async ({ context, visitor, fields }): Promise<ActionResult> => {
    if (!(await createDiscount(fields))) return { ok: false, errors: { code: "already exists" } };
    const { code, kind, value } = fields;
    const made = describeChange(null, { kind, value, ...termsOf(fields) });
    await recordAct(context, visitor.user, "discount-created", `discount:${code}`, made);
    return saved(code);
  },
);

export const editDiscountAction = formAction(
  { visitor: "admin", fields: termsBody },
  async ({ context, visitor, fields }): Promise<ActionResult> => {
    const before = await getDiscount(fields.code);
    if (!(await editDiscount(fields))) return NOT_FOUND;
    const after = await getDiscount(fields.code);
    const values = describeChange(before, after);
    await recordAct(context, visitor.user, "discount-changed", `discount:${fields.code}`, values);
    return saved(fields.code);
  },
);

/** Stops a code or resumes it. */
export const setDiscountActiveAction = formAction(
  { visitor: "admin", fields: z.object({ code: discountCode, active: z.enum(["yes", "no"]) }) },
  async ({ context, visitor, fields: { code, active } }): Promise<ActionResult> => {
    if (!(await setDiscountActive(code, active === "yes"))) return NOT_FOUND;
    await recordAct(context, visitor.user, "discount-changed", `discount:${code}`, { after: `active: ${active}` });
    return saved(code);
  },
);
