import { Barcode } from "#components/ui/barcode.tsx";
import { groupThousands } from "#components/ui/price.tsx";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt.tsx";
import { discountOf } from "#lib/order/public-order.ts";
import type { Order } from "#lib/order/schema.ts";
import { printDate } from "./format-date.ts";
import { countOf } from "./plural.ts";

/** An order number as it can be read out: four and four. */
export function spellOrderId(id: string): string {
  return id.match(/.{1,4}/g)?.join("-") ?? id;
}

/** What the till prints for an order; also what a printer prints. */
export function OrderReceipt({ order }: { order: Order }) {
  const { id, lines, total } = order;
  const discount = discountOf(order);
  const items = lines.reduce((sum, line) => sum + line.quantity, 0);
  return (
    <Receipt label="Receipt">
      <ReceiptHead title="Fake Web Retailer">
        {order.placed_at ? `Till 1 · ${printDate(new Date(order.placed_at * 1000))}` : "Till 1"}
      </ReceiptHead>
      <p className="text-center">{`Order ${spellOrderId(id)}`}</p>
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
      <dl className="flex flex-col gap-1.5">
        <ReceiptLine label={countOf(items, "item")} value={countOf(lines.length, "line")} />
        <ReceiptLine label="Delivery, to nowhere" value="0.00" />
        {discount && (
          <>
            <ReceiptLine label="Subtotal" value={groupThousands(discount.subtotal)} />
            <ReceiptLine label={`Discount ${discount.code}`} value={`-${groupThousands(discount.amount)}`} />
          </>
        )}
        <ReceiptLine strong label="Total" value={`$${groupThousands(total)}`} />
        <ReceiptLine label="Paid" value="nothing" />
      </dl>
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
