import clsx from "clsx";
import Link from "next/link";

const PAGES = [
  ["/admin/keys", "Keys"],
  ["/admin/keys/command-line", "Command line"],
  ["/admin/keys/redis-insight", "Redis Insight"],
  ["/admin/keys/data-model", "Data model"],
] as const;

/** The title of a page about the keys, and the way to the others. */
export function KeysHeading({ title, path }: { title: string; path: (typeof PAGES)[number][0] }) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-2">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">{title}</h1>
      <nav aria-label="Keys">
        <ul className="flex flex-wrap gap-x-5">
          {PAGES.map(([href, text]) => (
            <li key={href}>
              <Link
                href={href}
                prefetch={false}
                aria-current={href === path ? "page" : undefined}
                className={clsx(
                  "inline-flex min-h-11 items-center font-semibold hover:text-accent-text",
                  href === path ? "text-accent-text underline decoration-2 underline-offset-8" : "text-soft",
                )}
              >
                {text}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}
