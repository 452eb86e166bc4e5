import type { Metadata } from "next";
import Link from "next/link";
import { UsersTable } from "#components/admin/people/users-table.tsx";
import { EmptyList } from "#components/admin/table/empty-list.tsx";
import { Pager } from "#components/admin/table/pager.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { listUsers, listUsersQuery } from "#lib/user/directory/list-users.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "People", robots: { index: false } };

const { q, cursor } = listUsersQuery.shape;
/** What is not understood is left out. */
const query = listUsersQuery.extend({ q: q.catch(undefined), cursor: cursor.catch(undefined) });

interface UsersPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Everybody who has an account. */
export default async function UsersPage({ searchParams }: UsersPageProps) {
  await requireAdmin("/admin/users");
  const asked = query.parse({ ...(await searchParams), limit: undefined });
  const { items, nextCursor } = await listUsers(asked);
  const next = nextCursor && new URLSearchParams({ ...(asked.q && { q: asked.q }), cursor: nextCursor });
  const all = asked.q ? `/admin/users?${new URLSearchParams({ q: asked.q })}` : "/admin/users";
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <header className="flex flex-col gap-2">
        <h1 className="font-display font-extrabold text-4xl tracking-tight">People</h1>
        <p className="max-w-2xl text-soft">
          {asked.q
            ? "Exact matches come first; the others are in the order of the database."
            : "The newest accounts come first."}
        </p>
      </header>
      <div className="flex flex-wrap items-center gap-3">
        <form action="/admin/users" className="flex max-w-full flex-wrap gap-2">
          <input
            type="search"
            name="q"
            aria-label="Beginning of a username or e-mail, or a number"
            placeholder="Username, e-mail or #number"
            defaultValue={asked.q}
            className="h-11 w-80 max-w-full rounded-full border-[1.5px] border-edge bg-raised px-4 placeholder:text-soft"
          />
          <button type="submit" className={buttonClass("outline")}>
            Search
          </button>
        </form>
        <Link href="/admin/users/new" prefetch={false} className={buttonClass("primary")}>
          New account
        </Link>
      </div>
      {items.length > 0 ? (
        <UsersTable users={items} />
      ) : (
        !next && (
          <EmptyList noun="people" filtered={Boolean(asked.q)} all="/admin/users" continued={Boolean(asked.cursor)} />
        )
      )}
      <Pager first={asked.cursor ? all : null} next={next && `/admin/users?${next}`} empty={items.length === 0}>
        {asked.q ? "Search further" : "Older accounts"}
      </Pager>
    </div>
  );
}
