import { countOf } from "#components/shared/plural.ts";
import { Barcode } from "#components/ui/barcode.tsx";
import { groupThousands } from "#components/ui/price.tsx";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt.tsx";
import type { Cart } from "#lib/cart/schema.ts";

interface CartReceiptProps {
  cart: Cart;
  pending: boolean;
  printedAt: string;
  cartKey: string;
  /** what a discount code takes off, and what is left */
  discount?: { code: string; amount: string; total: string } | undefined;
}

/** The sum of the cart, as the till prints it. */
export function CartReceipt({ cart, pending, printedAt, cartKey, discount }: CartReceiptProps) {
  return (
    <Receipt label="Receipt">
      <ReceiptHead title="Fake Web Retailer">{`Till 1 · ${printedAt}`}</ReceiptHead>
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
      <dl className="flex flex-col gap-1.5">
        <ReceiptLine label={countOf(cart.totalItems, "item")} value={countOf(cart.items.length, "line")} />
        <ReceiptLine label="Delivery, to nowhere" value="0.00" />
        {discount && (
          <>
            <ReceiptLine label="Subtotal" value={groupThousands(cart.totalValue)} />
            <ReceiptLine label={`Discount ${discount.code}`} value={`-${groupThousands(discount.amount)}`} />
          </>
        )}
        <ReceiptLine strong label="Total" value={`$${groupThousands(discount?.total ?? cart.totalValue)}`} />
      </dl>
      <ReceiptRule />
      <p className="text-center text-slip-soft text-xs" aria-hidden="true">
        {pending ? "printing…" : "Added up when read, at today's prices."}
      </p>
      <Barcode value={cartKey} />
    </Receipt>
  );
}
