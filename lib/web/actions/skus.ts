"use server";

import { randomUUID } from "node:crypto";
import { z } from "zod";
import { NEW_CATEGORY } from "#lib/sku/categories.ts";
import { createSku, editSku, removeSku, restockSku } from "#lib/sku/edit/edit.ts";
import { decodeTable } from "#lib/sku/import/decode.ts";
import { importSkus } from "#lib/sku/import/import.ts";
import type { FieldChange } from "#lib/sku/import/plan.ts";
import type { RowError } from "#lib/sku/import/read-table.ts";
import { createSkuForm, skuId } from "#lib/sku/schema.ts";
import { wholeNumber } from "#lib/validation.ts";
import { type ActionResult, askToSignInAgain, formAction } from "#lib/web/forms/form-action.ts";
import type { FormState } from "#lib/web/forms/form-state.ts";
import { savedUrl } from "#lib/web/forms/saved-notice.ts";
import { checkFresh } from "#lib/web/request/admit.ts";

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

/** An id of a form, so that what it does counts once when it is sent twice. */
const operation = z.string().max(64).default("");

const restock = z.object({
  id: skuId,
  operation,
  quantity: wholeNumber(-1_000_000, 1_000_000, { whole: "must be a whole number, in plain digits, such as 5 or -2" }),
});

export const restockSkuAction = formAction(
  { visitor: "admin", fields: restock },
  async ({ fields: { id, quantity, operation } }): Promise<ActionResult> => {
    const result = await restockSku(id, quantity, operation);
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
  setStock: z.literal("yes").optional(),
  operation,
  mode: z.enum(["dry-run", "import"]).catch("dry-run"),
});

/** Changes and errors that a page shows; the others are counted. */
const MAX_SHOWN = 50;

/** The state of the import's form: what the table would change or has changed. */
export type ImportState =
  | (NonNullable<FormState> & { problems?: RowError[]; changes?: FieldChange[]; more?: number; newOperation?: string })
  | null;

const countOf = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Imports a file or pasted text, after a fresh sign-in. Any mode but "import" is a dry run. */
export const importSkusAction = formAction<"admin", typeof importForm, ImportState>(
  { visitor: "admin", fields: importForm },
  async ({ visitor, fields: { file, table: pasted = "", mode, setStock, operation } }) => {
    const table = file ? decodeTable(new Uint8Array(await file.arrayBuffer())) : ({ ok: true, text: pasted } as const);
    const values = { table: table.ok ? table.text : pasted, ...(setStock && { setStock }) };
    const dryRun = mode === "dry-run";
    const notFresh = dryRun ? null : checkFresh(visitor, "fresh-admin");
    if (notFresh) return { ...askToSignInAgain(notFresh), values };
    const result = await importSkus(table, { dryRun, setStock: setStock !== undefined, operation });
    const { created, changed, same, errors, stockLeft } = result;
    if (errors.length > 0) {
      const message = `${countOf(errors.length, "error")}; ${changed + created > 0 ? "the other rows were imported" : "nothing was written"}.`;
      return { ok: false, message, problems: errors.slice(0, MAX_SHOWN), more: errors.length - MAX_SHOWN, values };
    }
    const stock =
      stockLeft > 0
        ? ` ${countOf(stockLeft, "SKU")} ${stockLeft === 1 ? "keeps its" : "keep their"} stock, which differs from the table.`
        : "";
    const message = dryRun
      ? `Would create ${created}, change ${changed} and leave ${same} unchanged.${stock}`
      : `Created ${created}, changed ${changed}, left ${same} unchanged.${stock}`;
    const changes = result.changes.slice(0, MAX_SHOWN);
    // What is sent next is another import, even of the same table.
    const newOperation = dryRun ? {} : { newOperation: randomUUID() };
    return { ok: true, message, changes, more: result.changes.length - MAX_SHOWN, ...newOperation, values };
  },
);
