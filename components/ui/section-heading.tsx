import Link from "next/link";

interface SectionHeadingProps {
  title: string;
  /** the page with the full list */
  href?: string;
  linkText?: string;
}

export function SectionHeading({ title, href, linkText }: SectionHeadingProps) {
  return (
    <div className="mb-6 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 sm:mb-8">
      <h2 className="font-display font-extrabold text-3xl tracking-tight sm:text-5xl">{title}</h2>
      {href && (
        <Link
          href={href}
          prefetch={false}
          className="inline-flex min-h-11 items-center font-semibold underline decoration-2 decoration-accent underline-offset-4 hover:text-accent-text"
        >
          {linkText}
        </Link>
      )}
    </div>
  );
}
