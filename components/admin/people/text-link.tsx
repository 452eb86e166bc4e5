import Link from "next/link";
import type { ReactNode } from "react";

/** A link in a table, with a place to press of 44 pixels. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="wrap-anywhere inline-flex min-h-11 items-center font-semibold underline decoration-2 decoration-line underline-offset-4 hover:decoration-accent"
    >
      {children}
    </Link>
  );
}
