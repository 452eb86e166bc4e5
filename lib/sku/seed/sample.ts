import { audio } from "#lib/sku/sample/audio.ts";
import { booksAndPaper } from "#lib/sku/sample/books-and-paper.ts";
import { clothing } from "#lib/sku/sample/clothing.ts";
import { computers } from "#lib/sku/sample/computers.ts";
import { homeAndGarden } from "#lib/sku/sample/home-and-garden.ts";
import { kitchen } from "#lib/sku/sample/kitchen.ts";
import { outdoors } from "#lib/sku/sample/outdoors.ts";
import { toys } from "#lib/sku/sample/toys.ts";
import type { Sku } from "#lib/sku/schema.ts";

const shelves = [audio, computers, kitchen, homeAndGarden, booksAndPaper, toys, clothing, outdoors];

/**
 * The sample catalogue in the order in which a shopper meets it: one product of each category in turn, so that a page
 * of it shows the whole house. The documents' own SKUs come early.
 */
export const sampleSkus: readonly Sku[] = audio.flatMap((_, i) => shelves.flatMap((skus) => skus[i] ?? []));
