import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Reads an order and makes every change fail that was prepared before; the reply is field, value, ... */
export const fenceOrderScript = script("order/scripts/fence-order", {
  keys: ["order"],
  args: [],
  reply: z.array(z.string()),
});
