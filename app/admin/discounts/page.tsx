import type { Metadata } from "next";
import Link from "next/link";
import { DiscountForm } from "#components/admin/discounts/discount-form.tsx";
import { DiscountsTable } from "#components/admin/discounts/discounts-table.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { listDiscounts } from "#lib/discount/store.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Discount codes", robots: { index: false } };

interface DiscountsPageProps {
  searchParams: Promise<{ cursor?: string | string[] }>;
}

export default async function DiscountsPage({ searchParams }: DiscountsPageProps) {
  await requireAdmin("/admin/discounts");
  const { cursor } = await searchParams;
  const page = { limit: 50, cursor: typeof cursor === "string" ? cursor : undefined };
  const { items, nextCursor } = await listDiscounts(page);
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">Discount codes</h1>
      {items.length > 0 ? (
        <DiscountsTable discounts={items} now={Date.now() / 1000} />
      ) : (
        <p className="text-lg text-soft">No codes yet. Everything here costs nothing as it is; make one below.</p>
      )}
      {nextCursor && (
        <p>
          <Link
            href={`/admin/discounts?${new URLSearchParams({ cursor: nextCursor })}`}
            prefetch={false}
            className={buttonClass("outline")}
          >
            Older codes
          </Link>
        </p>
      )}
      <h2 className="mt-6 font-display font-extrabold text-2xl tracking-tight">New code</h2>
      <DiscountForm />
    </div>
  );
}
