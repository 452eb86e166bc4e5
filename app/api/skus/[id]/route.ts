import { NO_PICTURE } from "#lib/sku/picture/uses.ts";
import { editSkuBody } from "#lib/sku/schema.ts";
import { getSku } from "#lib/sku/store.ts";
import { editSkuAs, removeSkuAs } from "#lib/web/catalogue/recorded-edit.ts";
import { skuIdParams } from "#lib/web/routes/params.ts";
import { invalid, problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

const unknown = (id: string) => problem(404, `The SKU ${id} does not exist`);

/** One SKU. */
export const GET = route({ visitor: "anyone", params: skuIdParams, shared: true }, async ({ params: { id } }) => {
  return (await getSku(id)) ?? unknown(id);
});

/** Changes any field except the id. */
export const PATCH = route(
  { visitor: "admin", params: skuIdParams, body: editSkuBody },
  async ({ context, visitor: { user }, params: { id }, body }) => {
    const result = await editSkuAs({ context, user }, id, body);
    if (result.ok) return result.sku;
    return result.reason === "no-picture" ? invalid({ image: NO_PICTURE }) : unknown(id);
  },
);

/** Removes a SKU from the catalogue; the reply is the removed SKU. */
export const DELETE = route(
  { visitor: "fresh-admin", params: skuIdParams },
  async ({ context, visitor: { user }, params: { id } }) => (await removeSkuAs({ context, user }, id)) ?? unknown(id),
);
