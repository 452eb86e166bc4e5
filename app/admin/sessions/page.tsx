import type { Metadata } from "next";
import { SessionsTable } from "#components/admin/people/sessions-table.tsx";
import { EmptyList } from "#components/admin/table/empty-list.tsx";
import { Pager } from "#components/admin/table/pager.tsx";
import { listAllSessions, listSessionsQuery } from "#lib/session/all-sessions.ts";
import { nowMs } from "#lib/time.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Sessions", robots: { index: false } };

const query = listSessionsQuery.extend({ cursor: listSessionsQuery.shape.cursor.catch(undefined) });

interface SessionsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Who is in the shop now, and what they look at. */
export default async function SessionsPage({ searchParams }: SessionsPageProps) {
  const { session } = await requireAdmin("/admin/sessions");
  const { cursor } = query.parse(await searchParams);
  const { items, nextCursor } = await listAllSessions(cursor, session.sid);
  const isWhole = !cursor && !nextCursor;
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <header className="flex flex-col gap-2">
        <h1 className="font-display font-extrabold text-4xl tracking-tight">Sessions</h1>
        <p className="max-w-2xl text-soft">
          {isWhole
            ? `${items.length === 1 ? "One visitor is" : `${items.length.toLocaleString("en")} visitors are`} in the shop, the latest activity first. `
            : "The latest activity comes first on each page; the pages are in the order of the database. "}
          Whoever ends a guest's session takes nothing away: the cart comes back with the next visit.
        </p>
      </header>
      <SessionsTable
        sessions={items}
        now={nowMs()}
        withUsers
        empty={nextCursor ? null : <EmptyList noun="sessions" continued={Boolean(cursor)} />}
      />
      <Pager
        first={cursor ? "/admin/sessions" : null}
        next={nextCursor && `/admin/sessions?cursor=${nextCursor}`}
        empty={items.length === 0}
      >
        More sessions
      </Pager>
    </div>
  );
}
