import Link from "next/link";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";

interface AdminCardProps {
  href: string;
  title: string;
  /** label and value of each figure */
  lines: readonly (readonly [string, string])[];
}

/** A link to a section of the admin area, with its current figures. The whole receipt is the link. */
export function AdminCard({ href, title, lines }: AdminCardProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="block transition-transform duration-200 ease-out-fast hover:-translate-y-1 motion-reduce:transition-none"
    >
      <Receipt className="h-full">
        <ReceiptHead title={title} />
        <ReceiptRule />
        <dl className="flex flex-col gap-1.5">
          {lines.map(([label, value]) => (
            <ReceiptLine key={label} label={label} value={value} />
          ))}
        </dl>
      </Receipt>
    </Link>
  );
}
