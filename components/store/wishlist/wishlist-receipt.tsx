import { groupThousands } from "#components/ui/price.tsx";
import { Barcode } from "#components/ui/receipt/barcode.tsx";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";
import { formatMoney, parseMoney } from "#lib/money.ts";
import type { WishlistItem } from "#lib/wishlist/schema.ts";

interface WishlistReceiptProps {
  items: readonly WishlistItem[];
  /** The name of the wishlist's key in Redis. */
  wishlistKey: string;
}

/** What the products of a wishlist would cost. */
export function WishlistReceipt({ items, wishlistKey }: WishlistReceiptProps) {
  const total = items.reduce((sum, item) => sum + (parseMoney(item.unitPrice) ?? 0), 0);
  return (
    <Receipt label="Receipt">
      <ReceiptHead title="Fake Web Retailer">Till 1, not rung up</ReceiptHead>
      <ReceiptRule />
      <dl className="flex flex-col gap-1.5">
        {items.map((item) => (
          <ReceiptLine key={item.sku} label={item.name} value={groupThousands(item.unitPrice)} />
        ))}
      </dl>
      <ReceiptRule />
      <dl className="flex flex-col gap-1.5">
        <ReceiptLine label={`${items.length} × wish`} value="granted: 0" />
        <ReceiptLine strong label="If you dared" value={`$${groupThousands(formatMoney(total))}`} />
      </dl>
      <ReceiptRule />
      <p className="text-center text-receipt-soft text-xs" aria-hidden="true">
        {`ZRANGE ${wishlistKey} 0 -1 REV`}
      </p>
      <Barcode value={wishlistKey} />
    </Receipt>
  );
}
