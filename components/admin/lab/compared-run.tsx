import Link from "next/link";
import { ClaimsTable } from "#components/admin/lab/run/claims-table.tsx";
import { ResultTable } from "#components/admin/lab/run/result-table.tsx";
import { RunBadge } from "#components/admin/lab/run/run-badge.tsx";
import { RunFigure } from "#components/admin/lab/run/run-figure.tsx";
import { RunReceipt } from "#components/admin/lab/run/run-receipt.tsx";
import { formatUtc } from "#lib/lab/report/format.ts";
import type { ChartLimits } from "#lib/lab/report/summary.ts";
import type { PublicRun } from "#lib/lab/runs/run.ts";
import type { Sample } from "#lib/lab/runs/schema.ts";

interface ComparedRunProps {
  run: PublicRun;
  samples: readonly Sample[];
  /** The highest values of the scales of both charts. */
  limits: ChartLimits;
}

/** One of two runs that are compared: chart, tables, receipt. */
export function ComparedRun({ run, samples, limits }: ComparedRunProps) {
  const { table, claims } = run.result ?? {};
  const title = `${run.kind}, ${formatUtc(run.startedAt)}`;
  return (
    <article className="flex min-w-0 flex-col gap-6">
      <header className="flex flex-wrap items-center gap-3">
        <h2 className="font-display font-extrabold text-2xl tracking-tight">
          <Link href={`/admin/lab/${run.id}`} prefetch={false} className="hover:text-accent-text">
            {title}
          </Link>
        </h2>
        <RunBadge run={run} />
      </header>
      <RunFigure samples={samples} limits={limits} />
      {table && table.length > 0 && <ResultTable caption={`Results of ${title}`} rows={table} />}
      {claims && claims.length > 0 && <ClaimsTable claims={claims} />}
      <RunReceipt run={run} />
    </article>
  );
}
