import { didIt, script } from "#lib/redis/script.ts";

/** Writes fields (`rest`: field, value, ...) if status and version are still as expected. */
export const changeOrderScript = script("order/scripts/change-order", {
  keys: ["order"],
  args: ["status", "version"],
  rest: true,
  reply: didIt,
});
