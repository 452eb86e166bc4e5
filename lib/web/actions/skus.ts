"use server";

import { z } from "zod";
import { config } from "#lib/config.ts";
import { NEW_CATEGORY } from "#lib/sku/categories.ts";
import { createSku, editSku, removeSku, restockSku } from "#lib/sku/edit/edit.ts";
import { importSkus } from "#lib/sku/edit/import.ts";
import { createSkuForm, skuId } from "#lib/sku/schema.ts";
import { type ActionResult, formAction, refuseNotFresh } from "#lib/web/forms/form-action.ts";
import { savedUrl } from "#lib/web/forms/saved-notice.ts";
import { isFresh } from "#lib/web/request/admit.ts";

/** The forms of the admin pages for SKUs. */

const REMOVED = { ok: false, message: "This SKU no longer exists." } as const;
const saved = (id: string) => ({ goTo: savedUrl(`/admin/skus/${id}`) });

/** Reads the fields of the SKU form. The slug of a new category is in a separate field. */
const fromForm = <T extends z.ZodType>(body: T) =>
  z.preprocess((form) => {
    const {
      newCategory = "",
      category,
      description = "",
      ...rest
    } = z.record(z.string(), z.string()).catch({}).parse(form);
    return {
      ...rest,
      category: category === NEW_CATEGORY ? newCategory : category,
      // Browsers send a line break as two characters, but count it as one for maxLength.
      description: description.replaceAll("\r\n", "\n"),
    };
  }, body);

export const createSkuAction = formAction(
  { visitor: "admin", fields: fromForm(createSkuForm) },
  async ({ fields: sku }): Promise<ActionResult> => {
    const result = await createSku(sku);
    return result.ok ? saved(sku.id) : { ok: false, errors: { id: "is already in use" } };
  },
);

/** Leaves out the stock, which restockSkuAction changes without overwriting concurrent sales. */
export const editSkuAction = formAction(
  { visitor: "admin", fields: fromForm(createSkuForm.omit({ stock: true })) },
  async ({ fields: { id, ...edit } }): Promise<ActionResult> => {
    const result = await editSku(id, edit);
    return result.ok ? saved(id) : REMOVED;
  },
);

const restock = z.object({
  id: skuId,
  quantity: z.coerce.number("must be a number").int("must be a whole number").min(-1_000_000).max(1_000_000),
});

export const restockSkuAction = formAction(
  { visitor: "admin", fields: restock },
  async ({ fields: { id, quantity } }): Promise<ActionResult> => {
    const result = await restockSku(id, quantity);
    if (result.ok) return saved(id);
    return result.reason === "too-few"
      ? { ok: false, errors: { quantity: "must not remove more than is in stock" } }
      : REMOVED;
  },
);

export const removeSkuAction = formAction(
  { visitor: "fresh-admin", fields: z.object({ id: skuId }) },
  async ({ fields: { id } }): Promise<ActionResult> => {
    await removeSku(id);
    return { goTo: `/admin/skus?removed=${id}` };
  },
);

const importForm = z.object({
  file: z.instanceof(File).optional(),
  table: z.string().optional(),
  mode: z.enum(["dry-run", "import"]).catch("dry-run"),
});

/** Imports a file or pasted text, after a fresh sign-in. Any mode but "import" is a dry run. */
export const importSkusAction = formAction(
  { visitor: "admin", fields: importForm },
  async ({ visitor, fields: { file, table: pasted = "", mode } }): Promise<ActionResult> => {
    const table = file ? await file.text() : pasted;
    const values = { table };
    const dryRun = mode === "dry-run";
    const { ADMIN_FRESH_SECONDS } = config();
    if (!dryRun && !isFresh(visitor, ADMIN_FRESH_SECONDS)) return { ...refuseNotFresh(ADMIN_FRESH_SECONDS), values };
    const { created, changed, same, errors } = await importSkus(table, dryRun);
    if (errors.length > 0) {
      const shown = errors.slice(0, 50).map(({ line, field, message }) => [`${line}.${field}`, message]);
      const message = `${errors.length} ${errors.length === 1 ? "error" : "errors"}; nothing was written.`;
      return { ok: false, message, errors: Object.fromEntries(shown), values };
    }
    const message = dryRun
      ? `Would create ${created}, change ${changed} and leave ${same} unchanged.`
      : `Created ${created}, changed ${changed}, left ${same} unchanged.`;
    return { ok: true, message, values };
  },
);
