import clsx from "clsx";

interface PriceProps {
  /** A decimal string such as "199.99". */
  value: string;
  /** `tag` raises the cents, as on a price tag; `plain` is ordinary text. */
  look?: "tag" | "plain";
  className?: string;
}

/** "1234.50" → "1,234.50". */
export function groupThousands(value: string): string {
  return value.replace(/\B(?=(\d{3})+(?=\.|$))/g, ",");
}

export function Price({ value, look = "plain", className }: PriceProps) {
  const [whole, cents = "00"] = groupThousands(value).split(".");
  if (look === "plain") return <span className={clsx("figures", className)}>{`$${whole}.${cents}`}</span>;
  return (
    <span className={clsx("figures inline-flex items-start font-medium leading-none tracking-tight", className)}>
      {`$${whole}`}
      <span className="mt-[0.08em] text-[0.52em] tracking-normal">{`.${cents}`}</span>
    </span>
  );
}
