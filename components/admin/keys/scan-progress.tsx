import Link from "next/link";
import { buttonClass } from "#components/ui/button.ts";
import { PROGRESS_CLASS } from "#components/ui/progress-class.ts";
import { formatNumber } from "./format-key.ts";
import { type KeysQuery, keysPath } from "./keys-path.ts";

interface ScanProgressProps {
  scanned: number;
  total: number;
  nextCursor: string | null;
  /** whether keys were found on this page */
  found: boolean;
  query: KeysQuery;
}

/** How far SCAN has come, and the way on. */
export function ScanProgress({ scanned, total, nextCursor, found, query }: ScanProgressProps) {
  return (
    <div className="flex flex-wrap items-center gap-4">
      <label className="flex min-w-40 flex-1 flex-col gap-1">
        <span className="tag text-soft">{`Looked at ${formatNumber(scanned)} of ${formatNumber(total)} keys`}</span>
        <progress max={Math.max(1, total)} value={scanned} className={PROGRESS_CLASS} />
      </label>
      {nextCursor && (
        <Link href={keysPath({ ...query, cursor: nextCursor })} prefetch={false} className={buttonClass("outline")}>
          {found ? "More keys" : "Look on"}
        </Link>
      )}
    </div>
  );
}
