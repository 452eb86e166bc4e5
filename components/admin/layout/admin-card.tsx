import Link from "next/link";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";

interface DoorProps {
  href: string;
  title: string;
  /** What goes on behind it, label and figure. */
  lines: readonly (readonly [string, string])[];
}

/** The way to a room behind the counter, with what it has to say just now. The whole slip is the link. */
export function Door({ href, title, lines }: DoorProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="block transition-transform duration-200 ease-till hover:-translate-y-1 motion-reduce:transition-none"
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
