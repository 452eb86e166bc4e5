import Link from "next/link";
import { buttonClass } from "#components/ui/button.ts";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";

/** The contents of an empty cart. */
export function EmptyCart() {
  return (
    <div className="mt-10 grid items-center gap-12 md:grid-cols-[22rem_1fr]">
      <Receipt className="-rotate-2">
        <ReceiptHead title="Fake Web Retailer">Till 1, nobody in the queue</ReceiptHead>
        <ReceiptRule />
        <dl className="flex flex-col gap-1.5">
          <ReceiptLine label="0 × anything" value="0.00" />
          <ReceiptLine label="Regret" value="none" />
        </dl>
        <ReceiptRule />
        <dl>
          <ReceiptLine strong label="Total" value="$0.00" />
        </dl>
      </Receipt>
      <div className="flex flex-col items-start gap-5">
        <p className="max-w-[32ch] text-2xl leading-snug">
          Your cart is empty. It is the cheapest way to shop here, and all the others cost nothing either.
        </p>
        <Link href="/" prefetch={false} className={buttonClass("primary", "text-lg")}>
          Start shopping
        </Link>
        <Link href="/wishlist" prefetch={false} className={buttonClass("quiet")}>
          Your wishlist
        </Link>
      </div>
    </div>
  );
}
