import Link from "next/link";
import { RunBadge } from "#components/admin/lab/run/run-badge.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { describeOutcome } from "#lib/lab/report/describe-run.ts";
import { formatUtc } from "#lib/lab/report/format.ts";
import { describeParams } from "#lib/lab/report/params.ts";
import type { PublicRun } from "#lib/lab/runs/run.ts";

interface HistoryProps {
  runs: readonly PublicRun[];
  /** The address of the page before this one, newest first; absent on the first page. */
  newest?: string | undefined;
  /** The address of the page after this one; absent on the last page. */
  older?: string | undefined;
}

/** A page of runs, in which two can be selected for comparison. */
export function History({ runs, newest, older }: HistoryProps) {
  if (runs.length === 0 && !newest) return <p className="text-lg text-soft">No runs yet. Start one above.</p>;
  const canCompare = runs.length > 1;
  const content = (
    <>
      {runs.length === 0 && <p className="text-lg text-soft">There are no older runs. The last 100 are kept.</p>}
      <ul className="border-line border-t">
        {runs.map((run) => (
          <li key={run.id} className="flex items-start gap-2 border-line border-b py-3 sm:gap-4">
            {canCompare && (
              <label className="grid min-h-11 min-w-11 place-items-center">
                <input type="checkbox" name="run" value={run.id} className="size-5 accent-accent-text" />
                <span className="sr-only">{`Compare the ${run.kind} run of ${formatUtc(run.startedAt)}`}</span>
              </label>
            )}
            <RunLink run={run} href={`/admin/lab/${run.id}`} />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3">
        {canCompare && (
          <button type="submit" className={buttonClass("outline")}>
            Compare the two selected runs
          </button>
        )}
        {newest && (
          <Link href={newest} prefetch={false} className={buttonClass("quiet")}>
            Newest runs
          </Link>
        )}
        {older && (
          <Link href={older} prefetch={false} className={buttonClass("quiet")}>
            Older runs
          </Link>
        )}
      </div>
    </>
  );
  const className = "flex flex-col gap-4";
  if (!canCompare) return <div className={className}>{content}</div>;
  return (
    <form action="/admin/lab/compare" className={className}>
      {content}
    </form>
  );
}

interface RunLinkProps {
  run: PublicRun;
  href: string;
}

/** A run in three lines: kind, time and verdict; its outcome; its parameters. */
export function RunLink({ run, href }: RunLinkProps) {
  return (
    <Link href={href} prefetch={false} className="group min-w-0 flex-1">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-display font-extrabold text-xl group-hover:text-accent-text">{run.kind}</span>
        <RunBadge run={run} />
        <time dateTime={run.startedAt} className="figures text-sm text-soft">
          {formatUtc(run.startedAt)}
        </time>
      </span>
      <span className="block font-medium">{describeOutcome(run)}</span>
      <span className="block text-sm text-soft">{describeParams(run)}</span>
    </Link>
  );
}
