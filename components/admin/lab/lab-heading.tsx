import Link from "next/link";
import type { ReactNode } from "react";

interface LabHeadingProps {
  title: string;
  children?: ReactNode;
}

/** The heading of a laboratory page, with a link back to the laboratory. */
export function LabHeading({ title, children }: LabHeadingProps) {
  return (
    <header className="mb-8">
      <p>
        <Link
          href="/admin/lab"
          prefetch={false}
          className="inline-flex min-h-11 items-center font-semibold text-soft underline underline-offset-4 hover:text-accent-text"
        >
          Laboratory
        </Link>
      </p>
      <h1 className="font-display font-extrabold text-5xl tracking-tight sm:text-6xl">{title}</h1>
      {children && <div className="mt-3 max-w-[60ch] text-lg text-soft">{children}</div>}
    </header>
  );
}
