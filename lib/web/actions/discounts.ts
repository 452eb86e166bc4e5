"use server";

import { z } from "zod";
import { createDiscountBody, discountCode, termsBody } from "#lib/discount/schema.ts";
import { createDiscount, editDiscount, setDiscountActive } from "#lib/discount/store.ts";
import { type ActionResult, formAction } from "#lib/web/forms/form-action.ts";
import { savedUrl } from "#lib/web/forms/saved-notice.ts";

/** The forms of the admin pages for discount codes. */

const NOT_FOUND = { ok: false, message: "This discount code no longer exists." } as const;
const saved = (code: string) => ({ goTo: savedUrl(`/admin/discounts/${code}`) });

export const createDiscountAction = formAction(
  { visitor: "admin", fields: createDiscountBody },
  async ({ fields }): Promise<ActionResult> =>
    (await createDiscount(fields)) ? saved(fields.code) : { ok: false, errors: { code: "already exists" } },
);

export const editDiscountAction = formAction(
  { visitor: "admin", fields: termsBody },
  async ({ fields }): Promise<ActionResult> => ((await editDiscount(fields)) ? saved(fields.code) : NOT_FOUND),
);

/** Stops a code or resumes it. */
export const setDiscountActiveAction = formAction(
  { visitor: "admin", fields: z.object({ code: discountCode, active: z.enum(["yes", "no"]) }) },
  async ({ fields: { code, active } }): Promise<ActionResult> =>
    (await setDiscountActive(code, active === "yes")) ? saved(code) : NOT_FOUND,
);
