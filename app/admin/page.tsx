import type { Metadata } from "next";
import Link from "next/link";
import { AdminCard } from "#components/admin/layout/admin-card.tsx";
import { CspReports } from "#components/admin/overview/csp-reports.tsx";
import { LiveOverview } from "#components/admin/overview/live-overview.tsx";
import { methodsOf, readFactors } from "#lib/account/second-factor/factors.ts";
import { readCspReports } from "#lib/csp/store.ts";
import { listRuns } from "#lib/lab/runs/runs.ts";
import { readHistory } from "#lib/metrics/history.ts";
import { readMetrics } from "#lib/metrics/metrics.ts";
import { countOrders } from "#lib/order/count.ts";
import { countCategories } from "#lib/sku/store.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Overview", robots: { index: false } };

/** Enough for the table of a page without script; with one the charts read all. */
const SAMPLES = 30;

const count = (number: number) => number.toLocaleString("en");

export default async function AdminPage() {
  const { user } = await requireAdmin("/admin");
  const [metrics, history, runs, orders, categories, cspReports, factors] = await Promise.all([
    readMetrics(),
    readHistory({ minutes: 5, points: SAMPLES }),
    listRuns(1),
    countOrders(),
    countCategories(),
    readCspReports(),
    readFactors(user.id),
  ]);
  const last = runs[0];
  const skus = [...categories.values()].reduce((sum, number) => sum + number, 0);
  return (
    <div className="shell flex flex-col gap-10 pt-8 pb-16 sm:pt-12">
      <header className="flex flex-col gap-4">
        <h1 className="font-display font-extrabold text-5xl tracking-tight sm:text-7xl">Overview</h1>
        {methodsOf(factors).length === 0 && (
          <p className="flex flex-wrap items-center gap-x-4 rounded-xl border-2 border-accent-text bg-raised px-4 py-2 font-medium">
            Whoever learns your password can do all of this.
            <Link
              href="/account/second-factor"
              prefetch={false}
              className="inline-flex min-h-11 items-center font-semibold underline decoration-2 underline-offset-4"
            >
              Set up a second factor
            </Link>
          </p>
        )}
      </header>
      <LiveOverview initial={metrics} samples={history.samples} />
      <div className="grid gap-6 md:grid-cols-3">
        <AdminCard
          href="/admin/lab"
          title="Laboratory"
          lines={[
            ["Last run", last?.request.kind ?? "none yet"],
            ["State", last?.state ?? "ready"],
          ]}
        />
        <AdminCard
          href="/admin/orders"
          title="Orders"
          lines={[
            ["To ship", count(orders.placed)],
            ["Shipped", count(orders.shipped)],
            ["Delivered", count(orders.delivered)],
            ["Cancelled", count(orders.cancelled)],
          ]}
        />
        <AdminCard
          href="/admin/skus"
          title="Catalogue"
          lines={[
            ["SKUs", count(skus)],
            ["Categories", count(categories.size)],
          ]}
        />
      </div>
      <CspReports {...cspReports} />
    </div>
  );
}
