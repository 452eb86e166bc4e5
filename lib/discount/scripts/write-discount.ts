import { didIt, script } from "#lib/redis/script.ts";

/** Creates ("create") or edits ("edit") a code; `rest` holds fields and values. */
export const writeDiscount = script("discount/scripts/write-discount", {
  keys: ["discount"],
  args: ["mode"],
  rest: true,
  reply: didIt,
});
