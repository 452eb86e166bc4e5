import type { SkuChange } from "#lib/sku/changes.ts";
import { LOW_STOCK } from "#lib/sku/stock-level.ts";
import { coalesce } from "./coalesce.ts";
import { dropDocuments } from "./document-cache.ts";
import { pageCache } from "./page-cache.ts";

/** What is dropped besides the page of one product: pages that are no product's, or all products' pages. */
const LISTS = "lists";
const PRODUCTS = "products";

const isProduct = (path: string) => path.startsWith("/products/");
const pageOf = (id: string) => `/products/${id}`;

/**
 * What shows the stock that has changed. Lists say how many are left when there are few, and the cards on the pages of
 * other products when there are none.
 */
function showing({ id, left }: Extract<SkuChange, { kind: "stock" }>): string[] {
  // Null: the SKU may have been sold out before.
  const lowest = left ?? 0;
  return [pageOf(id), ...(lowest <= LOW_STOCK ? [LISTS] : []), ...(lowest <= 0 ? [PRODUCTS] : [])];
}

/**
 * Under a flood of sales a page is rendered again only so often: four times a second, after the first five. Then it may
 * show the stock of a quarter of a second ago.
 */
const LIMIT = { burst: 5, everyMs: 250 };

const dropShown = coalesce((name) => {
  if (isProduct(name)) {
    pageCache.dropPath(name);
    dropDocuments(name);
    return;
  }
  pageCache.drop((path) => isProduct(path) === (name === PRODUCTS));
  dropDocuments();
}, LIMIT);

/**
 * Drops the cached pages and documents that a change (lib/sku/changes.ts) affects: all, those that show a stock, or those
 * of SKUs that an import has written. If it dropped all for each batch, no page would be in the cache for a minute.
 */
export function dropPages(change: SkuChange): void {
  if (change.kind === "stock") {
    for (const name of showing(change)) dropShown(name);
    return;
  }
  if (change.kind === "imported") {
    for (const path of change.ids.map(pageOf)) {
      pageCache.dropPath(path);
      dropDocuments(path);
    }
    return;
  }
  pageCache.drop(() => true);
  dropDocuments();
}
