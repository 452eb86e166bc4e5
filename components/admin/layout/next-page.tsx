import Link from "next/link";
import { buttonClass } from "#components/ui/button.ts";

interface NextPageProps {
  /** null at the end of the list */
  href: string | null;
  /** what the link says, such as "Older entries" */
  children: string;
  /** whether the list has no entry here, and may have some further on */
  empty: boolean;
}

/** The link to the next page of a list that is found by looking at ids or keys, a part of them for each page. */
export function NextPage({ href, children, empty }: NextPageProps) {
  if (!href) return null;
  return (
    <div className="flex flex-col items-start gap-3">
      {empty && (
        <p className="text-lg text-soft">Nothing in this part of the database. There may be more further on.</p>
      )}
      <Link href={href} prefetch={false} className={buttonClass("outline")}>
        {children}
      </Link>
    </div>
  );
}
