"use server";

import { z } from "zod";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { createSku, editSku, removeSku, restockSku } from "#lib/sku/edit/edit.ts";
import { importSkus } from "#lib/sku/edit/import.ts";
import { createSkuBody, createSkuForm, skuId } from "#lib/sku/schema.ts";
import { type ActionResult, formAction } from "#lib/web/form-action.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { currentUser } from "#lib/web/visitor.ts";

/** What the forms of the admin's catalogue do. Each asks anew who is asking. */

const NOT_ALLOWED = { ok: false, message: "Only administrators may do this. Sign in again." } as const;
const isAdmin = async () => (await currentUser())?.user.role === "admin";

/** What the form says, where "+" is chosen for a new department and its name stands in a field of its own. */
const fromForm = <T extends z.ZodType>(body: T) =>
  z.preprocess((form) => {
    const { newCategory = "", category, description = "", ...fields } = z.record(z.string(), z.string()).parse(form);
    return {
      ...fields,
      category: category === "+" ? newCategory : category,
      // A browser sends a line break as two characters, and counts it as one.
      description: description.replaceAll("\r\n", "\n"),
    };
  }, body);

export const createSkuAction = formAction(fromForm(createSkuForm), async (sku): Promise<ActionResult> => {
  if (!(await isAdmin())) return NOT_ALLOWED;
  const result = await createSku(sku);
  if (!result.ok) return { ok: false, errors: { id: "belongs to another SKU already" } };
  return { goTo: `/admin/skus/${sku.id}?saved=1` };
});

/** The stock is left out: it is changed by adding, whatever is being bought meanwhile. */
export const editSkuAction = formAction(
  fromForm(createSkuBody.omit({ stock: true })),
  async ({ id, ...edit }): Promise<ActionResult> => {
    if (!(await isAdmin())) return NOT_ALLOWED;
    const result = await editSku(id, edit);
    return result.ok ? { goTo: `/admin/skus/${id}?saved=1` } : { ok: false, message: "This SKU has been removed." };
  },
);

const restock = z.object({
  id: skuId,
  quantity: z.coerce.number("must be a number").int("must be a whole number").min(-1_000_000).max(1_000_000),
});

export const restockSkuAction = formAction(restock, async ({ id, quantity }): Promise<ActionResult> => {
  if (!(await isAdmin())) return NOT_ALLOWED;
  const result = await restockSku(id, quantity);
  if (result.ok) return { goTo: `/admin/skus/${id}?saved=1` };
  if (result.reason === "too-few") return { ok: false, errors: { quantity: "would take more than there is" } };
  return { ok: false, message: "This SKU has been removed." };
});

export const removeSkuAction = formAction(z.object({ id: skuId }), async ({ id }): Promise<ActionResult> => {
  if (!(await isAdmin())) return NOT_ALLOWED;
  await removeSku(id);
  return { goTo: `/admin/skus?removed=${id}` };
});

/** Takes a file or pasted text; `go=import` writes, anything else is a dry run. */
export async function importSkusAction(_previous: FormState, form: FormData): Promise<FormState> {
  const file = form.get("file");
  const pasted = form.get("table");
  const table = file instanceof File && file.size > 0 ? await file.text() : typeof pasted === "string" ? pasted : "";
  const values = { table };
  const dryRun = form.get("go") !== "import";
  try {
    if (!(await isAdmin())) return { ...NOT_ALLOWED, values };
    const { created, changed, same, errors } = await importSkus(table, dryRun);
    if (errors.length > 0) {
      const shown = errors.slice(0, 50).map(({ line, field, message }) => [`${line}.${field}`, message]);
      const message = `${errors.length} errors; nothing was written.`;
      return { ok: false, message, errors: Object.fromEntries(shown), values };
    }
    const did = dryRun ? "Would create" : "Created";
    return { ok: true, message: `${did} ${created}, change ${changed}, leave ${same} as they are.`, values };
  } catch (error) {
    if (!(error instanceof RedisUnavailableError)) throw error;
    return {
      ok: false,
      message: "Redis does not answer just now. Import the table again: no line counts twice.",
      values,
    };
  }
}
