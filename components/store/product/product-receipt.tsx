import { Barcode } from "#components/ui/receipt/barcode.tsx";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";
import type { Sku } from "#lib/sku/schema.ts";

interface ProductReceiptProps {
  sku: Sku;
  /** The names of the Redis keys that the page was rendered from. */
  skuKey: string;
  relatedKey: string;
  renderedAt: string;
}

/** What this page read from Redis, and what each visit writes there. */
export function ProductReceipt({ sku, skuKey, relatedKey, renderedAt }: ProductReceiptProps) {
  return (
    <Receipt label="What Redis saw">
      <ReceiptHead title="What Redis saw">{`Printed ${renderedAt}, until a sale or 5 minutes`}</ReceiptHead>
      <ReceiptRule />
      <p className="font-bold">HGETALL {skuKey}</p>
      <dl className="flex flex-col gap-1">
        <ReceiptLine label="name" value={sku.name} />
        <ReceiptLine label="price" value={sku.price} />
        <ReceiptLine label="stock" value={sku.stock} />
        <ReceiptLine label="category" value={sku.category} />
        {sku.brand && <ReceiptLine label="brand" value={sku.brand} />}
        <ReceiptLine label="description" value={`${sku.description.length} characters`} />
      </dl>
      <p className="font-bold">EVALSHA page-index {relatedKey}</p>
      <ReceiptRule />
      <p className="text-receipt-soft">And for your visit, which no cache answers:</p>
      <dl className="flex flex-col gap-1">
        <ReceiptLine label="session:<you>" value="page_views + 1" />
        <ReceiptLine label="recent:<you>" value={`ZADD ${sku.id}`} />
        <ReceiptLine label="viewed" value={`ZINCRBY 1 ${sku.id}`} />
      </dl>
      <ReceiptRule />
      <Barcode value={skuKey} />
    </Receipt>
  );
}
