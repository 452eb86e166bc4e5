"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { skuId } from "#lib/sku/schema.ts";
import { wholeNumber } from "#lib/validation.ts";
import { removeSkuAs, restockSkuAs } from "#lib/web/catalogue/recorded-edit.ts";
import { type ActionResult, askToSignInAgain, formAction } from "#lib/web/forms/form-action.ts";
import { selectionOf, tellOutcome } from "#lib/web/forms/selection.ts";
import { checkFresh } from "#lib/web/request/admit.ts";

/** The form that changes several SKUs. */

const sku = selectionOf(skuId);
const fields = z.discriminatedUnion("go", [
  z.object({
    go: z.literal("restock"),
    sku,
    /** an id of the form, so that it counts once for each SKU when it is sent twice */
    operation: z.string().max(64).default(""),
    quantity: wholeNumber(-1_000_000, 1_000_000, { whole: "must be a whole number, in plain digits, such as 5 or -2" }),
  }),
  z.object({ go: z.literal("remove"), sku }),
]);

const GONE = "no longer exists";
const TOO_FEW = "has fewer in stock";

/**
 * Adds to the stock of the selected SKUs, or removes them, which needs a fresh sign-in: for each what its own page does, with
 * an entry in the audit stream. One after the other, so that fifty of them leave Redis to shoppers too.
 */
export const changeSkusAction = formAction(
  { visitor: "admin", fields },
  async ({ context, visitor, fields: asked }): Promise<ActionResult> => {
    const notFresh = asked.go === "remove" ? checkFresh(visitor, "fresh-admin") : null;
    if (notFresh) return askToSignInAgain(notFresh);
    const editor = { context, user: visitor.user };
    const refused: string[] = [];
    for (const id of asked.sku) {
      if (asked.go === "remove") {
        if (!(await removeSkuAs(editor, id))) refused.push(`${id} ${GONE}`);
        continue;
      }
      const result = await restockSkuAs(editor, id, asked.quantity, asked.operation);
      if (!result.ok) refused.push(`${id} ${result.reason === "too-few" ? TOO_FEW : GONE}`);
    }
    refresh();
    return tellOutcome("SKU", asked.sku.length, asked.go === "remove" ? "removed" : "restocked", refused);
  },
);
