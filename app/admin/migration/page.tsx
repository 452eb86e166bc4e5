import type { Metadata } from "next";
import { LiveMigrationView } from "#components/admin/migration/live-migration.tsx";
import { Timeline } from "#components/admin/migration/timeline.tsx";
import { readLog, readStatus } from "#lib/migration/run/requests.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Migration", robots: { index: false } };

/** What the timeline shows. */
const ENTRIES = 50;

export default async function MigrationPage() {
  await requireAdmin("/admin/migration");
  const [status, entries] = await Promise.all([readStatus(), readLog(ENTRIES)]);
  return (
    <div className="shell flex flex-col gap-10 pt-8 pb-16 sm:pt-12">
      <header className="flex flex-col gap-4">
        <h1 className="font-display font-extrabold text-5xl tracking-tight sm:text-7xl">Migration</h1>
        <p className="max-w-[60ch] text-lg text-soft">
          Move sessions, carts and users from PostgreSQL to Redis while shoppers keep shopping, one phase at a time, and
          see that nobody is signed out and no cart loses a line.
        </p>
      </header>
      <LiveMigrationView initial={status} readAt={new Date().toISOString()} />
      {entries.length > 0 && <Timeline entries={entries} />}
    </div>
  );
}
