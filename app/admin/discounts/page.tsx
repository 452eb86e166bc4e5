import type { Metadata } from "next";
import { z } from "zod";
import { DiscountForm } from "#components/admin/discounts/discount-form.tsx";
import { DiscountsTable } from "#components/admin/discounts/discounts-table.tsx";
import { EmptyList } from "#components/admin/table/empty-list.tsx";
import { Pager } from "#components/admin/table/pager.tsx";
import { listDiscounts } from "#lib/discount/store.ts";
import { nowMs } from "#lib/time.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Discount codes", robots: { index: false } };

const query = z.object({ cursor: z.string().max(300).optional().catch(undefined) });

interface DiscountsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function DiscountsPage({ searchParams }: DiscountsPageProps) {
  await requireAdmin("/admin/discounts");
  const { cursor } = query.parse(await searchParams);
  const { items, nextCursor } = await listDiscounts({ limit: 50, cursor });
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">Discount codes</h1>
      {items.length > 0 ? (
        <DiscountsTable discounts={items} now={nowMs() / 1000} />
      ) : (
        <EmptyList noun="codes" continued={Boolean(cursor)} hint="Create one below." />
      )}
      <Pager
        first={cursor ? "/admin/discounts" : null}
        next={nextCursor && `/admin/discounts?${new URLSearchParams({ cursor: nextCursor })}`}
      >
        Older codes
      </Pager>
      <h2 className="mt-6 font-display font-extrabold text-2xl tracking-tight">New code</h2>
      <DiscountForm />
    </div>
  );
}
