import type { ReactNode } from "react";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt.tsx";

interface DeadEndProps {
  title: string;
  children: ReactNode;
  /** What the receipt beside it says, label and value. */
  slip: readonly (readonly [string, string])[];
}

/** A page that says that there is no page, and where to go instead. */
export function MessagePage({ title, children, slip }: DeadEndProps) {
  return (
    <div className="shell grid items-center gap-12 py-16 md:grid-cols-[1fr_22rem] md:py-24">
      <div className="flex flex-col items-start gap-6">
        <h1 className="font-display font-extrabold text-5xl leading-[0.95] tracking-tight sm:text-7xl">{title}</h1>
        {children}
      </div>
      <Receipt className="w-full max-w-sm rotate-2 justify-self-center">
        <ReceiptHead title="Fake Web Retailer">Complaints, till 404</ReceiptHead>
        <ReceiptRule />
        <dl className="flex flex-col gap-1.5">
          {slip.map(([label, value]) => (
            <ReceiptLine key={label} label={label} value={value} />
          ))}
        </dl>
        <ReceiptRule />
        <p className="text-center text-slip-soft text-xs">Thank you for looking here first.</p>
      </Receipt>
    </div>
  );
}
