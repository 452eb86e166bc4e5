import clsx from "clsx";
import type { ReactNode } from "react";

interface ReceiptProps {
  children: ReactNode;
  /** The accessible name of the region. Without one the receipt is a plain block. */
  label?: string;
  className?: string;
}

/** A paper receipt with torn edges. Its colours are its own, in light and in dark mode. */
export function Receipt({ children, label, className }: ReceiptProps) {
  const Element = label ? "section" : "div";
  return (
    <Element aria-label={label} className={clsx("drop-shadow-[0_10px_18px_var(--shadow)]", className)}>
      <div className="torn bg-receipt text-receipt-ink">
        <div className="figures flex flex-col gap-3 px-5 py-5 text-[0.8125rem] leading-snug sm:px-6">{children}</div>
      </div>
    </Element>
  );
}

interface ReceiptHeadProps {
  title: string;
  children?: ReactNode;
}

export function ReceiptHead({ title, children }: ReceiptHeadProps) {
  return (
    <div className="flex flex-col items-center gap-1 text-center">
      <span className="font-display text-[1.5em] font-extrabold leading-tight tracking-tight">{title}</span>
      {children && <span className="text-receipt-soft text-xs">{children}</span>}
    </div>
  );
}

export function ReceiptRule() {
  return <div aria-hidden="true" className="border-receipt-soft/60 border-t-[1.5px] border-dashed" />;
}

interface ReceiptLineProps {
  label: ReactNode;
  value: ReactNode;
  strong?: boolean;
}

/** A label and a value with a dotted line between them. Use inside a `<dl>`. */
export function ReceiptLine({ label, value, strong = false }: ReceiptLineProps) {
  return (
    <div className={clsx("flex items-baseline gap-2", strong && "font-bold text-base")}>
      <dt className="flex min-w-0 flex-1 items-baseline gap-2 after:min-w-4 after:flex-1 after:translate-y-[-0.2em] after:border-receipt-soft/50 after:border-b-2 after:border-dotted">
        <span className="wrap-anywhere min-w-0">{label}</span>
      </dt>
      <dd className="max-w-[65%] shrink-0 break-words text-right">{value}</dd>
    </div>
  );
}
