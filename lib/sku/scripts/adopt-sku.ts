import { didIt, script } from "#lib/redis/script.ts";

/** Gives a SKU that others have written a creation time, in seconds, unless it has one. */
export const adoptSku = script("sku/scripts/adopt-sku", { keys: ["sku"], args: ["now"], reply: didIt });
