import clsx from "clsx";

/** At this number or below, the shop says how many are left. */
const FEW = 5;

/** Stock in words. */
export function describeStock(stock: number): string {
  if (stock <= 0) return "Sold out";
  return stock <= FEW ? `Only ${stock} left` : "In stock";
}

/** A flag on the picture of a product that is scarce or gone. */
export function StockFlag({ stock }: { stock: number }) {
  if (stock > FEW) return null;
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

/** The same in a line of text, with a lamp that says it twice. */
export function StockLine({ stock }: { stock: number }) {
  return (
    <p className="flex items-center gap-2.5 font-medium">
      <span
        aria-hidden="true"
        className={clsx(
          "size-2.5 rounded-full",
          stock <= 0 ? "bg-edge" : stock <= FEW ? "bg-accent" : "bg-[oklch(0.62_0.15_150)]",
        )}
      />
      {describeStock(stock)}
      {stock > FEW && <span className="figures text-sm text-soft">{`${stock} on the shelf`}</span>}
    </p>
  );
}
