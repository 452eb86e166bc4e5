import clsx from "clsx";

/** At this stock or below, the store says how many are left. */
const LOW_STOCK = 5;

/** Stock in words. */
export function describeStock(stock: number): string {
  if (stock <= 0) return "Sold out";
  return stock <= LOW_STOCK ? `Only ${stock} left` : "In stock";
}

/** A badge on the picture of a product with little or no stock. */
export function StockBadge({ stock }: { stock: number }) {
  if (stock > LOW_STOCK) return null;
  return (
    <span
      className={clsx(
        "tag absolute top-3 left-3 rounded-full px-3 py-1 font-medium",
        stock <= 0 ? "bg-ink text-paper" : "bg-accent text-on-accent",
      )}
    >
      {describeStock(stock)}
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
