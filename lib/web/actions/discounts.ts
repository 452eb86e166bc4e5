"use server";

import { z } from "zod";
import { createDiscountBody, discountCode, termsBody } from "#lib/discount/schema.ts";
import { createDiscount, editDiscount, setDiscountActive } from "#lib/discount/store.ts";
import { type ActionResult, formAction } from "#lib/web/form-action.ts";
import { currentUser } from "#lib/web/visitor.ts";

/** What the forms of the admin's discount codes do. Each asks anew who is asking. */

const NOT_ALLOWED = { ok: false, message: "Only administrators may do this. Sign in again." } as const;
const GONE = { ok: false, message: "There is no such code any more." } as const;
const isAdmin = async () => (await currentUser())?.user.role === "admin";

export const createDiscountAction = formAction(createDiscountBody, async (discount): Promise<ActionResult> => {
  if (!(await isAdmin())) return NOT_ALLOWED;
  const made = await createDiscount(discount);
  return made
    ? { goTo: `/admin/discounts/${discount.code}?saved=1` }
    : { ok: false, errors: { code: "exists already" } };
});

export const editDiscountAction = formAction(termsBody, async (terms): Promise<ActionResult> => {
  if (!(await isAdmin())) return NOT_ALLOWED;
  return (await editDiscount(terms)) ? { goTo: `/admin/discounts/${terms.code}?saved=1` } : GONE;
});

const activeForm = z.object({ code: discountCode, active: z.enum(["yes", "no"]) });

/** Stops a code or resumes it. */
export const setDiscountActiveAction = formAction(activeForm, async ({ code, active }): Promise<ActionResult> => {
  if (!(await isAdmin())) return NOT_ALLOWED;
  return (await setDiscountActive(code, active === "yes")) ? { goTo: `/admin/discounts/${code}?saved=1` } : GONE;
});
