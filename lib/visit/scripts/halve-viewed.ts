import { didIt, script } from "#lib/redis/script.ts";

/** Trims and halves the views, once in each period. */
export const halveViewed = script("visit/scripts/halve-viewed", {
  keys: ["viewed", "halved"],
  args: ["periodSeconds", "maxEntries"],
  types: { viewed: "zset", halved: "string" },
  reply: didIt,
});
