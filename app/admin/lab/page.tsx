import type { Metadata } from "next";
import Link from "next/link";
import { History } from "#components/admin/lab/history.tsx";
import { LoadLayers } from "#components/admin/lab/load-layers.tsx";
import { runForms } from "#components/admin/lab/run-forms.ts";
import { ServerStatus } from "#components/admin/lab/server-status.tsx";
import { StartForm } from "#components/admin/lab/start-form.tsx";
import { optionLinkClass } from "#components/admin/layout/option-link.ts";
import { buttonClass } from "#components/ui/button.ts";
import { toPublicRun } from "#lib/lab/runs/run.ts";
import { listRunPage, listRuns } from "#lib/lab/runs/runs.ts";
import { readMetrics } from "#lib/metrics/metrics.ts";
import { startRunAction } from "#lib/web/actions/lab.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Laboratory", robots: { index: false } };

const SHOWN = 20;
/** All runs that are kept: the last load of a layer may be an old one. */
const SEARCHED = 100;

interface LabPageProps {
  searchParams: Promise<{ kind?: string | string[]; cursor?: string | string[] }>;
}

export default async function LabPage({ searchParams }: LabPageProps) {
  await requireAdmin("/admin/lab");
  const { kind, cursor } = await searchParams;
  const after = typeof cursor === "string" ? cursor : undefined;
  const info = runForms.find((entry) => entry.kind === kind) ?? runForms[0];
  const isLoad = info?.kind === "load";
  const [page, newestRuns, metrics] = await Promise.all([
    listRunPage(SHOWN, after),
    listRuns(isLoad ? SEARCHED : 1),
    readMetrics(),
  ]);
  const active = newestRuns[0]?.state === "running" ? newestRuns[0] : null;
  if (!info) return null;
  const pathOf = (next: string | null) =>
    `/admin/lab?${new URLSearchParams({ kind: info.kind, ...(next && { cursor: next }) })}#history`;
  return (
    <div className="shell flex flex-col gap-10 pt-8 pb-16 sm:pt-12">
      <header className="flex flex-col gap-4">
        <h1 className="font-display font-extrabold text-5xl tracking-tight sm:text-7xl">Laboratory</h1>
        <p className="max-w-[56ch] text-lg text-soft">
          Measure what one Redis server can do on this machine. Every figure is measured, and claims that do not hold
          are shown as well.
        </p>
        <ServerStatus initial={metrics} />
      </header>
      {active && (
        <p className="flex flex-wrap items-center gap-4 rounded-2xl border-2 border-accent-text bg-raised px-5 py-4 text-lg">
          {`A run is active: ${active.request.kind}.`}
          <Link href={`/admin/lab/${active.id}`} prefetch={false} className={buttonClass("primary")}>
            View the run
          </Link>
        </p>
      )}
      <section aria-labelledby="start" className="flex flex-col gap-5">
        <h2 id="start" className="font-display font-extrabold text-3xl tracking-tight">
          Start a run
        </h2>
        <nav aria-label="Kinds of run">
          <ul className="flex flex-wrap gap-2">
            {runForms.map((entry) => (
              <li key={entry.kind}>
                <Link
                  href={`/admin/lab?kind=${entry.kind}`}
                  prefetch={false}
                  scroll={false}
                  aria-current={entry === info ? "true" : undefined}
                  className={optionLinkClass(entry === info, "px-4 py-2")}
                >
                  {entry.title}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <StartForm key={info.kind} info={info} action={startRunAction} />
      </section>
      {isLoad && <LoadLayers runs={newestRuns.map(toPublicRun)} />}
      <section aria-labelledby="history" className="flex flex-col gap-5">
        <div className="flex flex-wrap items-baseline justify-between gap-4">
          <h2 id="history" className="font-display font-extrabold text-3xl tracking-tight">
            Runs
          </h2>
          <Link href="/admin/lab/cost" prefetch={false} className={buttonClass("quiet")}>
            Cost
          </Link>
        </div>
        <History
          runs={page.runs.map(toPublicRun)}
          newest={after && pathOf(null)}
          older={page.nextCursor ? pathOf(page.nextCursor) : undefined}
        />
      </section>
    </div>
  );
}
