import type { Metadata } from "next";
import { CartsTable } from "#components/admin/people/carts-table.tsx";
import { EmptyList } from "#components/admin/table/empty-list.tsx";
import { Pager } from "#components/admin/table/pager.tsx";
import { listAllCarts } from "#lib/cart/all-carts.ts";
import { listSessionsQuery } from "#lib/session/all-sessions.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Carts", robots: { index: false } };

const query = listSessionsQuery.extend({ cursor: listSessionsQuery.shape.cursor.catch(undefined) });

interface CartsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What lies in carts, and for how long. */
export default async function CartsPage({ searchParams }: CartsPageProps) {
  await requireAdmin("/admin/carts");
  const { cursor } = query.parse(await searchParams);
  const { items, nextCursor } = await listAllCarts(cursor);
  const isWhole = !cursor && !nextCursor;
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <header className="flex flex-col gap-2">
        <h1 className="font-display font-extrabold text-4xl tracking-tight">Carts</h1>
        <p className="max-w-2xl text-soft">
          {isWhole
            ? "At today's prices, the most valuable first. "
            : "At today's prices, the most valuable first on each page; the pages are in the order of the database. "}
          <em>Active</em> is when a guest changed the cart or a shopper looked at a product. A guest's cart expires a
          day after its last change.
        </p>
      </header>
      {items.length > 0 ? (
        <CartsTable carts={items} />
      ) : (
        !nextCursor && <EmptyList noun="carts" continued={Boolean(cursor)} />
      )}
      <Pager
        first={cursor ? "/admin/carts" : null}
        next={nextCursor && `/admin/carts?cursor=${nextCursor}`}
        empty={items.length === 0}
      >
        More carts
      </Pager>
    </div>
  );
}
