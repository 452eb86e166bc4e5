import { describeChange } from "#lib/audit/describe-change.ts";
import type { AuditAct } from "#lib/audit/schema.ts";
import { createSku, type EditResult, editSku, removeSku, restockSku } from "#lib/sku/edit/edit.ts";
import type { Sku, SkuEdit } from "#lib/sku/schema.ts";
import { getSku } from "#lib/sku/store.ts";
import type { User } from "#lib/user/schema.ts";
import { recordAct } from "#lib/web/request/record.ts";
import type { RequestContext } from "#lib/web/request/request-context.ts";

/**
 * Edits of SKUs by administrators, on the API and by forms alike: each that changes something is in the audit stream,
 * with the values before and after. Each takes the round trips of the edit, one to three for the entry, and one to read
 * the values before it.
 */

/** Who edits, and by which request. */
export interface Editor {
  context: RequestContext;
  user: User;
}

type Fields = Readonly<Record<string, unknown>> | null;

async function record({ context, user }: Editor, what: AuditAct, id: string, before: Fields, after: Fields) {
  const values = describeChange(before, after);
  if (values.before !== values.after) await recordAct(context, user, what, `sku:${id}`, values);
}

/** {@link createSku} */
export async function createSkuAs(editor: Editor, sku: Sku): Promise<EditResult> {
  const result = await createSku(sku);
  if (result.ok) await record(editor, "sku-created", sku.id, null, { ...sku, id: undefined });
  return result;
}

/** {@link editSku} */
export async function editSkuAs(editor: Editor, id: string, edit: SkuEdit): Promise<EditResult> {
  const before = await getSku(id);
  const result = await editSku(id, edit);
  if (result.ok) await record(editor, "sku-changed", id, before && { ...before }, { ...edit });
  return result;
}

/** {@link restockSku} */
export async function restockSkuAs(
  editor: Editor,
  id: string,
  quantity: number,
  operation: string,
): Promise<EditResult> {
  const before = await getSku(id);
  const result = await restockSku(id, quantity, operation);
  if (result.ok) await record(editor, "stock-changed", id, { stock: before?.stock }, { stock: result.sku.stock });
  return result;
}

/** {@link removeSku}. @returns the SKU that was removed; null if there was none */
export async function removeSkuAs(editor: Editor, id: string): Promise<Sku | null> {
  const before = await getSku(id);
  if (!(await removeSku(id))) return null;
  await record(editor, "sku-removed", id, { ...before, id: undefined }, null);
  return before;
}
