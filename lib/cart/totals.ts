import { formatMoney, parseMoney } from "#lib/money.ts";
import type { Sku } from "#lib/sku/schema.ts";
import type { Cart, CartLine, GoneLine } from "./schema.ts";

/** Makes a cart from SKUs and quantities. Totals are computed in cents, as integers. */
export function makeCart(
  lines: readonly { sku: Sku; quantity: number }[],
  notices: readonly string[] = [],
  gone: readonly GoneLine[] = [],
): Cart {
  let total = 0;
  let totalItems = 0;
  const items = lines.map(({ sku, quantity }): CartLine => {
    const unit = parseMoney(sku.price) ?? 0;
    total += unit * quantity;
    totalItems += quantity;
    return {
      sku: sku.id,
      name: sku.name,
      unitPrice: formatMoney(unit),
      quantity,
      lineTotal: formatMoney(unit * quantity),
      category: sku.category,
      image: sku.image,
      stock: sku.stock,
    };
  });
  return {
    ...{ items, totalItems, totalValue: formatMoney(total) },
    ...(notices.length > 0 && { notices: [...notices] }),
    ...(gone.length > 0 && { gone: [...gone] }),
  };
}

/** Whether a line has a higher quantity than there is in stock. */
export const exceedsStock = (line: Pick<CartLine, "quantity" | "stock">) => line.quantity > line.stock;

/** Whether the total is above the largest amount, so that the cart can't be ordered. */
export const exceedsLargestOrder = ({ totalValue }: Pick<Cart, "totalValue">) => parseMoney(totalValue) === null;

/** The sum of quantities as a cart hash has them. */
export function countItems(quantities: readonly string[]): number {
  return quantities.reduce((sum, quantity) => sum + (Number.parseInt(quantity, 10) || 0), 0);
}
