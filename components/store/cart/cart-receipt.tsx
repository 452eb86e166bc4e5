import { ReceiptTotals } from "#components/shared/receipt-totals.tsx";
import { groupThousands } from "#components/ui/price.tsx";
import { Barcode } from "#components/ui/receipt/barcode.tsx";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";
import type { Cart } from "#lib/cart/schema.ts";

interface CartReceiptProps {
  cart: Cart;
  pending: boolean;
  renderedAt: string;
  cartKey: string;
  /** what a discount code takes off, and the total with it; decimal strings */
  discount?: { code: string; amount: string; total: string } | undefined;
}

/** The receipt of the cart, before it is bought. */
export function CartReceipt({ cart, pending, renderedAt, cartKey, discount }: CartReceiptProps) {
  return (
    <Receipt label="Receipt">
      <ReceiptHead title="Fake Web Retailer">{`Till 1 · ${renderedAt}`}</ReceiptHead>
      <ReceiptRule />
      <dl className="flex flex-col gap-1.5">
        {cart.items.map((line) => (
          <ReceiptLine
            key={line.sku}
            label={`${line.quantity} × ${line.name}`}
            value={groupThousands(line.lineTotal)}
          />
        ))}
      </dl>
      <ReceiptRule />
      <ReceiptTotals
        items={cart.totalItems}
        lines={cart.items.length}
        discount={discount && { ...discount, subtotal: cart.totalValue }}
        total={discount?.total ?? cart.totalValue}
      />
      <ReceiptRule />
      <p className="text-center text-receipt-soft text-xs" aria-hidden="true">
        {pending ? "printing…" : "Added up when read, at today's prices."}
      </p>
      <Barcode value={cartKey} />
    </Receipt>
  );
}
