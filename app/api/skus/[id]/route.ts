import { z } from "zod";
import { editSku, removeSku } from "#lib/sku/edit/edit.ts";
import { editSkuBody, skuId } from "#lib/sku/schema.ts";
import { getSku } from "#lib/sku/store.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

const params = z.object({ id: skuId });
const unknown = (id: string) => problem(404, `The SKU ${id} does not exist`);

/** One SKU. */
export const GET = route({ visitor: "anyone", params, shared: true }, async ({ params: { id } }) => {
  return (await getSku(id)) ?? unknown(id);
});

/** Changes any field except the id. */
export const PATCH = route({ visitor: "admin", params, body: editSkuBody }, async ({ params: { id }, body }) => {
  const result = await editSku(id, body);
  return result.ok ? result.sku : unknown(id);
});

/** Removes a SKU from the catalogue; the reply is the removed SKU. */
export const DELETE = route({ visitor: "admin", params }, async ({ params: { id } }) => {
  const sku = await getSku(id);
  return sku && (await removeSku(id)) ? sku : unknown(id);
});
