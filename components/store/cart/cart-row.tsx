"use client";

import { type FormEvent, useState } from "react";
import { cartStore } from "#components/store/cart/state/cart-state.ts";
import { showToast } from "#components/store/toast/toast-state.ts";
import { checkDigits } from "#components/ui/form/check-digits.ts";
import { Icon } from "#components/ui/icon.tsx";
import { Price } from "#components/ui/price.tsx";
import { MAX_QUANTITY } from "#lib/cart/limits.ts";
import type { CartLine } from "#lib/cart/schema.ts";
import { exceedsStock } from "#lib/cart/totals.ts";
import { parseDigits } from "#lib/digits.ts";
import { LineName } from "./line-name.tsx";
import { LinePicture } from "./line-picture.tsx";

interface CartRowProps {
  line: CartLine;
  /** The server action of a form that sends `sku` and `quantity`. */
  action: (form: FormData) => void;
  /** The server action of a form that sends `sku`. */
  saveAction: (form: FormData) => void;
  onRemoved: () => void;
}

const QUIET_BUTTON =
  "min-h-11 text-sm text-soft underline decoration-line decoration-2 underline-offset-4 hover:text-accent-text";

/** A line of the cart: small forms that work without JavaScript, and take effect at once with it. */
export function CartRow({ line, action, saveAction, onRemoved }: CartRowProps) {
  const { sku, name, quantity } = line;
  const takeOut = (kind: "removed" | "saved") => (event: FormEvent) => {
    event.preventDefault();
    if (kind === "saved") cartStore.saveForLater(sku);
    else cartStore.set(sku, 0);
    showToast({ kind, sku, name, quantity, unitPrice: line.unitPrice, image: line.image });
    onRemoved();
  };
  return (
    <li className="grid grid-cols-[6rem_1fr] gap-x-4 gap-y-3 border-line border-b py-5 sm:grid-cols-[8rem_1fr_auto]">
      <LinePicture sku={sku} category={line.category} image={line.image} />
      <div className="flex min-w-0 flex-col gap-1">
        <LineName sku={sku} name={name} />
        <p className="text-soft text-sm">
          <Price value={line.unitPrice} /> each
        </p>
        {exceedsStock(line) && (
          <p className="font-medium text-accent-text text-sm">
            {line.stock <= 0 ? "Now sold out." : `Only ${line.stock} left.`}
          </p>
        )}
      </div>
      <div className="col-start-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 sm:col-start-3 sm:flex-col sm:items-end sm:justify-start">
        <Price value={line.lineTotal} className="order-2 font-medium text-lg sm:order-none" />
        <div className="flex items-center rounded-full border-[1.5px] border-edge bg-raised">
          <StepForm
            sku={sku}
            action={action}
            to={Math.max(1, quantity - 1)}
            label={`Decrease quantity of ${name}`}
            icon="minus"
            disabled={quantity <= 1}
            onStep={() => cartStore.step(sku, -1)}
          />
          <QuantityForm line={line} action={action} />
          <StepForm
            sku={sku}
            action={action}
            to={Math.min(MAX_QUANTITY, quantity + 1)}
            label={`Increase quantity of ${name}`}
            icon="plus"
            disabled={quantity >= MAX_QUANTITY}
            onStep={() => cartStore.step(sku, 1)}
          />
        </div>
        <div className="order-3 flex gap-x-5 sm:order-none">
          <form action={saveAction} onSubmit={takeOut("saved")}>
            <input type="hidden" name="sku" value={sku} />
            <button type="submit" aria-label={`Save for later: ${name}`} className={QUIET_BUTTON}>
              Save for later
            </button>
          </form>
          <form action={action} onSubmit={takeOut("removed")}>
            <input type="hidden" name="sku" value={sku} />
            <button type="submit" name="quantity" value="0" aria-label={`Remove ${name}`} className={QUIET_BUTTON}>
              Remove
            </button>
          </form>
        </div>
      </div>
    </li>
  );
}

interface StepFormProps {
  sku: string;
  action: (form: FormData) => void;
  to: number;
  label: string;
  icon: "plus" | "minus";
  disabled: boolean;
  onStep: () => void;
}

function StepForm({ sku, action, to, label, icon, disabled, onStep }: StepFormProps) {
  return (
    <form
      action={action}
      onSubmit={(event) => {
        event.preventDefault();
        if (!disabled) onStep();
      }}
    >
      <input type="hidden" name="sku" value={sku} />
      <button
        type="submit"
        name="quantity"
        value={to}
        aria-label={label}
        aria-disabled={disabled}
        className="grid size-11 place-items-center rounded-full hover:bg-ink/8 aria-disabled:text-soft/50"
      >
        <Icon name={icon} className="size-4" />
      </button>
    </form>
  );
}

/** A field for the quantity, which takes effect on Enter and on blur; without JavaScript, by a button. */
function QuantityForm({ line, action }: Pick<CartRowProps, "line" | "action">) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    const quantity = parseDigits(draft ?? "");
    if (quantity && quantity !== line.quantity) cartStore.set(line.sku, quantity);
    setDraft(null);
  };
  return (
    <form
      action={action}
      className="flex items-center"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        commit();
      }}
    >
      <input type="hidden" name="sku" value={line.sku} />
      <input
        type="number"
        inputMode="numeric"
        name="quantity"
        aria-label={`Quantity of ${line.name}`}
        min={1}
        max={MAX_QUANTITY}
        required
        value={draft ?? String(line.quantity)}
        onChange={(event) => {
          checkDigits(event.target);
          setDraft(event.target.value);
        }}
        onBlur={(event) => {
          event.target.setCustomValidity("");
          commit();
        }}
        className="figures h-11 w-10 bg-transparent text-center font-medium"
      />
      <button
        type="submit"
        className="hidden min-h-11 rounded-full bg-ink px-3 font-semibold text-paper text-sm noscript:block"
      >
        Update
      </button>
    </form>
  );
}
