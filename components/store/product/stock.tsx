import clsx from "clsx";
import { LOW_STOCK } from "#lib/sku/stock-level.ts";

/** Stock in words. */
export function describeStock(stock: number): string {
  if (stock <= 0) return "Sold out";
  return stock <= LOW_STOCK ? `Only ${stock} left` : "In stock";
}

/**
 * A badge on the picture of a product with little or no stock.
 * @param exact whether it says how many are left, on a page that every sale of the last ones drops from the caches
 */
export function StockBadge({ stock, exact }: { stock: number; exact: boolean }) {
  if (stock > LOW_STOCK) return null;
  return (
    <span
      className={clsx(
        "tag absolute top-3 left-3 rounded-full px-3 py-1 font-medium",
        stock <= 0 ? "bg-ink text-paper" : "bg-accent text-on-accent",
      )}
    >
      {exact || stock <= 0 ? describeStock(stock) : "Few left"}
    </span>
  );
}

/** The stock as a line of text, with a coloured dot. */
export function StockLine({ stock }: { stock: number }) {
  return (
    <p className="flex items-center gap-2.5 font-medium">
      <span
        aria-hidden="true"
        className={clsx(
          "size-2.5 rounded-full",
          stock <= 0 ? "bg-edge" : stock <= LOW_STOCK ? "bg-accent" : "bg-in-stock",
        )}
      />
      {describeStock(stock)}
      {stock > LOW_STOCK && <span className="figures text-sm text-soft">{`${stock} available`}</span>}
    </p>
  );
}
