import Link from "next/link";
import { buttonClass } from "#components/ui/button.ts";

interface PagerProps {
  /** the address of the first page; null on that page */
  first: string | null;
  /** the address of the next page; null at the end of the list */
  next: string | null;
  /** what the link to the next page says, such as "Older entries" */
  children: string;
  /** whether the list has no entry here, and may have some further on: it is found by looking at ids or keys */
  empty?: boolean;
}

/** Screen readers have it from aria-keyshortcuts. */
function ShortcutHint({ children }: { children: string }) {
  return (
    <span aria-hidden="true" className="max-sm:hidden">
      <kbd className="tag opacity-80">{children}</kbd>
    </span>
  );
}

/** The links to the next and the first page of a list. `page-keys.tsx` follows them by keyboard. */
export function Pager({ first, next, children, empty = false }: PagerProps) {
  if (!first && !next) return null;
  return (
    <nav aria-label="Pages of the list" className="flex flex-col items-start gap-3">
      {empty && next && (
        <p className="text-lg text-soft">Nothing in this part of the database. There may be more further on.</p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        {next && (
          <Link
            href={next}
            prefetch={false}
            rel="next"
            data-page="next"
            aria-keyshortcuts="Shift+ArrowRight"
            className={buttonClass("outline")}
          >
            {children}
            <ShortcutHint>Shift →</ShortcutHint>
          </Link>
        )}
        {first && (
          <Link
            href={first}
            prefetch={false}
            data-page="first"
            aria-keyshortcuts="Shift+ArrowLeft"
            className={buttonClass("quiet")}
          >
            First page
            <ShortcutHint>Shift ←</ShortcutHint>
          </Link>
        )}
      </div>
    </nav>
  );
}
