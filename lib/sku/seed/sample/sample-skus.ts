import type { Sku } from "#lib/sku/schema.ts";
import { audio } from "./audio.ts";
import { booksAndPaper } from "./books-and-paper.ts";
import { clothing } from "./clothing.ts";
import { computers } from "./computers.ts";
import { homeAndGarden } from "./home-and-garden.ts";
import { kitchen } from "./kitchen.ts";
import { outdoors } from "./outdoors.ts";
import { toys } from "./toys.ts";

const byCategory = [audio, computers, kitchen, homeAndGarden, booksAndPaper, toys, clothing, outdoors];

/**
 * The sample catalogue in its order in lists: one product of each category in turn, so that the first page shows all
 * categories. The SKUs of the two documents that the store is based on come early.
 */
export const sampleSkus: readonly Sku[] = audio.flatMap((_, i) => byCategory.flatMap((skus) => skus[i] ?? []));
