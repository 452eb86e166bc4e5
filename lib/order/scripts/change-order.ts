import { didIt, script } from "#lib/redis/script.ts";

/** Writes fields (`rest`) if status and version are still what was seen. */
export const changeOrderScript = script("order/scripts/change-order", {
  keys: ["order"],
  args: ["status", "version"],
  rest: true,
  reply: didIt,
});
