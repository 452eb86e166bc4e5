import { groupThousands } from "#components/ui/price.tsx";
import { Barcode } from "#components/ui/receipt/barcode.tsx";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";
import { discountOf } from "#lib/order/public-order.ts";
import type { Order } from "#lib/order/schema.ts";
import { formatDate } from "./format-date.ts";
import { formatOrderId } from "./format-order-id.ts";
import { ReceiptTotals } from "./receipt-totals.tsx";

/** The receipt of an order, on the page and when the page is printed. */
export function OrderReceipt({ order }: { order: Order }) {
  const { id, lines, total } = order;
  const discount = discountOf(order);
  const items = lines.reduce((sum, line) => sum + line.quantity, 0);
  return (
    <Receipt label="Receipt">
      <ReceiptHead title="Fake Web Retailer">
        {order.placed_at ? `Till 1 · ${formatDate(new Date(order.placed_at * 1000))}` : "Till 1"}
      </ReceiptHead>
      <p className="text-center">{`Order ${formatOrderId(id)}`}</p>
      <ReceiptRule />
      <dl className="flex flex-col gap-1.5">
        {lines.map((line) => (
          <ReceiptLine
            key={line.sku}
            label={`${line.quantity} × ${line.name} at ${groupThousands(line.unitPrice)}`}
            value={groupThousands(line.lineTotal)}
          />
        ))}
      </dl>
      <ReceiptRule />
      <ReceiptTotals items={items} lines={lines.length} discount={discount} total={total}>
        <ReceiptLine label="Paid" value="nothing" />
      </ReceiptTotals>
      <ReceiptRule />
      <address className="not-italic">
        {[order.name, order.address, `${order.postcode} ${order.city}`, order.country, order.email].map((line) => (
          <span key={line} className="block break-words">
            {line}
          </span>
        ))}
      </address>
      <ReceiptRule />
      <Barcode value={`order:${id}`} />
    </Receipt>
  );
}
