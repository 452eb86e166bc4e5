import type { ReactNode } from "react";
import { groupThousands } from "#components/ui/price.tsx";
import { ReceiptLine } from "#components/ui/receipt/receipt.tsx";
import { formatCount } from "./format-count.ts";

interface ReceiptTotalsProps {
  /** the sum of all quantities */
  items: number;
  /** how many lines there are */
  lines: number;
  /** decimal strings; the subtotal is before the discount */
  discount?: { code: string; amount: string; subtotal: string } | null | undefined;
  /** a decimal string, with the discount taken off */
  total: string;
  children?: ReactNode;
}

/** The last part of a cart's or an order's receipt, from the number of items to the total. */
export function ReceiptTotals({ items, lines, discount, total, children }: ReceiptTotalsProps) {
  return (
    <dl className="flex flex-col gap-1.5">
      <ReceiptLine label={formatCount(items, "item")} value={formatCount(lines, "line")} />
      <ReceiptLine label="Delivery, to nowhere" value="0.00" />
      {discount && (
        <>
          <ReceiptLine label="Subtotal" value={groupThousands(discount.subtotal)} />
          <ReceiptLine label={`Discount ${discount.code}`} value={`-${groupThousands(discount.amount)}`} />
        </>
      )}
      <ReceiptLine strong label="Total" value={`$${groupThousands(total)}`} />
      {children}
    </dl>
  );
}
