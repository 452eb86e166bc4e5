import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Reads an order (field, value, ...) and raises its version, so that changes based on an earlier read fail. */
export const fenceOrderScript = script("order/scripts/fence-order", {
  keys: ["order"],
  args: [],
  reply: z.array(z.string()),
});
