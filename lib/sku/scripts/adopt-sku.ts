import { didIt, script } from "#lib/redis/script.ts";

/** Gives a SKU that others have written the creation time of now, unless it has one. */
export const adoptSku = script("sku/scripts/adopt-sku", { keys: ["sku"], args: [], reply: didIt });
