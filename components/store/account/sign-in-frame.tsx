import type { ReactNode } from "react";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";

interface SignInFrameProps {
  title: string;
  children: ReactNode;
  /** What signing in or registering writes to Redis, key and value, for the receipt. */
  writes: readonly (readonly [string, string])[];
}

/** The layout of the sign-in and registration pages: the form, and a receipt of what it will write. */
export function SignInFrame({ title, children, writes }: SignInFrameProps) {
  return (
    <div className="shell grid items-start gap-x-20 gap-y-14 pt-10 sm:pt-16 lg:grid-cols-[minmax(0,30rem)_22rem] lg:justify-center">
      <div className="flex flex-col gap-8">
        <h1 className="font-display font-extrabold text-5xl leading-[0.95] tracking-tight sm:text-6xl">{title}</h1>
        {children}
      </div>
      <Receipt label="What this writes" className="max-w-sm lg:mt-6 lg:rotate-1">
        <ReceiptHead title="What this writes">into Redis, and nowhere else</ReceiptHead>
        <ReceiptRule />
        <dl className="flex flex-col gap-1.5">
          {writes.map(([key, value]) => (
            <ReceiptLine key={key} label={key} value={value} />
          ))}
        </dl>
        <ReceiptRule />
        <p className="text-center text-receipt-soft text-xs">
          Your password is hashed with bcrypt before it is stored. Use one that you use nowhere else.
        </p>
      </Receipt>
    </div>
  );
}
