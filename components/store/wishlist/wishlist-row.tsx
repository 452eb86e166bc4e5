"use client";

import type { FormEvent, ReactNode } from "react";
import { LineName } from "#components/store/cart/line-name.tsx";
import { LinePicture } from "#components/store/cart/line-picture.tsx";
import { describeStock } from "#components/store/product/stock.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { Price } from "#components/ui/price.tsx";
import type { WishlistItem } from "#lib/wishlist/schema.ts";

type Action = (form: FormData) => void;

interface WishlistRowProps {
  item: WishlistItem;
  /** The server actions of the forms, which send `sku`. */
  moveAction: Action;
  removeAction: Action;
  onMove: () => void;
  onRemove: () => void;
}

/** A product of the wishlist: two forms that work without JavaScript, and take effect at once with it. */
export function WishlistRow({ item, moveAction, removeAction, onMove, onRemove }: WishlistRowProps) {
  const { sku, name, stock } = item;
  return (
    <li className="grid grid-cols-[6rem_1fr] gap-x-4 gap-y-3 border-line border-b py-5 sm:grid-cols-[8rem_1fr_auto]">
      <LinePicture sku={sku} category={item.category} image={item.image} faded={stock <= 0} />
      <div className="flex min-w-0 flex-col gap-1">
        <LineName sku={sku} name={name} />
        <Price value={item.unitPrice} className="font-medium" />
        <p className="text-soft text-sm">{describeStock(stock)}</p>
      </div>
      <div className="col-start-2 flex flex-wrap items-center gap-x-5 gap-y-1 sm:col-start-3 sm:flex-col sm:items-end sm:justify-start">
        {stock > 0 && (
          <SkuForm sku={sku} action={moveAction} onSubmit={onMove}>
            <button type="submit" aria-label={`Move to cart: ${name}`} className={buttonClass("outline")}>
              Move to cart
            </button>
          </SkuForm>
        )}
        <SkuForm sku={sku} action={removeAction} onSubmit={onRemove}>
          <button type="submit" aria-label={`Remove ${name}`} className={buttonClass("quiet", "text-sm")}>
            Remove
          </button>
        </SkuForm>
      </div>
    </li>
  );
}

interface SkuFormProps {
  sku: string;
  action: Action;
  onSubmit: () => void;
  children: ReactNode;
}

function SkuForm({ sku, action, onSubmit, children }: SkuFormProps) {
  return (
    <form
      action={action}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <input type="hidden" name="sku" value={sku} />
      {children}
    </form>
  );
}
