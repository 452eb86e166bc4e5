import { z } from "zod";
import { problem } from "#lib/http/problem.ts";
import { route } from "#lib/http/route.ts";
import { skuId } from "#lib/sku/schema.ts";
import { getSku } from "#lib/sku/store.ts";

const params = z.object({ id: skuId });

/** One SKU. */
export const GET = route({ visitor: "anyone", params, shared: true }, async ({ params: { id } }) => {
  return (await getSku(id)) ?? problem(404, `There is no SKU ${id}`);
});
