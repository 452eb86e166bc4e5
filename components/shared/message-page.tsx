import type { ReactNode } from "react";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";

interface MessagePageProps {
  title: string;
  children: ReactNode;
  /** the lines of the receipt, label and value */
  receiptLines: readonly (readonly [string, string])[];
}

/** An error page: what is wrong, where to go instead, and a receipt beside it. */
export function MessagePage({ title, children, receiptLines }: MessagePageProps) {
  return (
    <div className="shell grid items-center gap-12 py-16 md:grid-cols-[1fr_22rem] md:py-24">
      <div className="flex flex-col items-start gap-6">
        <h1 className="font-display font-extrabold text-5xl leading-[0.95] tracking-tight sm:text-7xl">{title}</h1>
        {children}
      </div>
      <Receipt className="w-full max-w-sm rotate-2 justify-self-center">
        <ReceiptHead title="Fake Web Retailer">Complaints</ReceiptHead>
        <ReceiptRule />
        <dl className="flex flex-col gap-1.5">
          {receiptLines.map(([label, value]) => (
            <ReceiptLine key={label} label={label} value={value} />
          ))}
        </dl>
        <ReceiptRule />
        <p className="text-center text-receipt-soft text-xs">Thank you for looking.</p>
      </Receipt>
    </div>
  );
}
