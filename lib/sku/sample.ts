import { audio } from "./sample/audio.ts";
import { booksAndPaper } from "./sample/books-and-paper.ts";
import { clothing } from "./sample/clothing.ts";
import { computers } from "./sample/computers.ts";
import { homeAndGarden } from "./sample/home-and-garden.ts";
import { kitchen } from "./sample/kitchen.ts";
import { outdoors } from "./sample/outdoors.ts";
import { toys } from "./sample/toys.ts";
import type { Sku } from "./schema.ts";

const shelves = [audio, computers, kitchen, homeAndGarden, booksAndPaper, toys, clothing, outdoors];

/**
 * The sample catalogue in the order in which a shopper meets it: one product of each category in turn, so that a page
 * of it shows the whole house. The documents' own SKUs come early.
 */
export const sampleSkus: readonly Sku[] = audio.flatMap((_, i) => shelves.flatMap((skus) => skus[i] ?? []));
