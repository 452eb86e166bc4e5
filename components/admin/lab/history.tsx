import Link from "next/link";
import { buttonClass } from "#components/ui/button.ts";
import { describeRun } from "#lib/lab/report/describe-run.ts";
import { formatUtc, splitCamelCase } from "#lib/lab/report/format.ts";
import type { PublicRun } from "#lib/lab/runs/run.ts";

interface HistoryProps {
  runs: readonly PublicRun[];
}

function describeParams({ params }: PublicRun): string {
  return Object.entries(params)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(
      ([name, value]) =>
        `${splitCamelCase(name)} ${typeof value === "number" ? value.toLocaleString("en") : String(value)}`,
    )
    .join(", ");
}

/** A list of runs, in which two can be selected for comparison. */
export function History({ runs }: HistoryProps) {
  if (runs.length === 0) return <p className="text-lg text-soft">No runs yet. Start one above.</p>;
  return (
    <form action="/admin/lab/compare" className="flex flex-col gap-4">
      <ul className="border-line border-t">
        {runs.map((run) => (
          <li key={run.id} className="flex items-start gap-4 border-line border-b py-3">
            <label className="grid min-h-11 min-w-11 place-items-center">
              <input type="checkbox" name="run" value={run.id} className="size-5 accent-accent-text" />
              <span className="sr-only">{`Compare the ${run.kind} run of ${formatUtc(run.startedAt)}`}</span>
            </label>
            <Link href={`/admin/lab/${run.id}`} prefetch={false} className="group min-w-0 flex-1">
              <span className="flex flex-wrap items-baseline gap-x-3">
                <span className="font-display font-extrabold text-xl group-hover:text-accent-text">{run.kind}</span>
                <time dateTime={run.startedAt} className="figures text-sm text-soft">
                  {formatUtc(run.startedAt)}
                </time>
              </span>
              <span className="block font-medium">{describeRun(run)}</span>
              <span className="block text-sm text-soft">{describeParams(run)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <div>
        <button type="submit" className={buttonClass("outline")}>
          Compare the two selected runs
        </button>
      </div>
    </form>
  );
}
