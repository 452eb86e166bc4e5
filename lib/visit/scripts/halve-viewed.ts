import { didIt, script } from "#lib/redis/script.ts";

/** Cuts and halves the views, once in each period. */
export const halveViewed = script("visit/scripts/halve-viewed", {
  keys: ["viewed", "halved"],
  args: ["periodSeconds", "kept"],
  reply: didIt,
});
