import { Barcode } from "#components/ui/barcode.tsx";
import { groupThousands } from "#components/ui/price.tsx";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt.tsx";
import { formatMoney, parseMoney } from "#lib/money.ts";
import type { WishlistItem } from "#lib/wishlist/schema.ts";

interface WishlistReceiptProps {
  items: readonly WishlistItem[];
  /** What the list's key looks like in Redis. */
  listKey: string;
}

/** What it would come to. */
export function WishlistReceipt({ items, listKey }: WishlistReceiptProps) {
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
      <p className="text-center text-slip-soft text-xs" aria-hidden="true">
        {`ZRANGE ${listKey} 0 -1 REV`}
      </p>
      <Barcode value={listKey} />
    </Receipt>
  );
}
