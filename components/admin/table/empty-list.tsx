import Link from "next/link";

interface EmptyListProps {
  /** as in "No orders yet." */
  noun: string;
  /** whether a search or a filter is active */
  filtered?: boolean;
  /** the address of the list without filters, to be offered when one is active */
  all?: string;
  /** whether this is a later page of the list */
  continued?: boolean;
  /** what to do about it, when nothing exists yet */
  hint?: string;
}

/** What a list without entries says in place of its table. */
export function EmptyList({ noun, filtered = false, all, continued = false, hint = "" }: EmptyListProps) {
  const message = filtered ? `No ${noun} match.` : continued ? `No more ${noun}.` : `No ${noun} yet. ${hint}`.trim();
  return (
    <p className="text-lg text-soft">
      {message}
      {filtered && all && (
        <>
          {" "}
          <Link
            href={all}
            prefetch={false}
            className="inline-flex min-h-11 items-center underline underline-offset-4 hover:text-ink"
          >
            {`Show all ${noun}`}
          </Link>
        </>
      )}
    </p>
  );
}
