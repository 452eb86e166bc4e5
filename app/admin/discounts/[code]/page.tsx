import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { DiscountForm } from "#components/admin/discounts/discount-form.tsx";
import { DiscountSwitch } from "#components/admin/discounts/discount-switch.tsx";
import { DiscountsTable } from "#components/admin/discounts/discounts-table.tsx";
import { discountCode } from "#lib/discount/schema.ts";
import { getDiscount } from "#lib/discount/store.ts";
import { nowMs } from "#lib/time.ts";
import { savedQuery } from "#lib/web/forms/saved-notice.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Discount code", robots: { index: false } };

interface DiscountPageProps {
  params: Promise<{ code: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function DiscountPage({ params, searchParams }: DiscountPageProps) {
  const { code } = await params;
  await requireAdmin(`/admin/discounts/${code}`);
  const { saved } = savedQuery.parse(await searchParams);
  const parsed = discountCode.safeParse(code);
  const discount = parsed.success ? await getDiscount(parsed.data) : null;
  if (!discount) notFound();
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="break-words font-display font-extrabold text-4xl tracking-tight">{discount.code}</h1>
      <p role="status" className="text-soft">
        {saved ? "Saved. The change is in effect now. " : ""}
        <Link href="/admin/discounts" prefetch={false} className="underline underline-offset-4">
          All codes
        </Link>
      </p>
      <DiscountsTable discounts={[discount]} now={nowMs() / 1000} />
      <div className="grid items-start gap-12 lg:grid-cols-[1fr_20rem]">
        <DiscountForm discount={discount} />
        <DiscountSwitch code={discount.code} active={discount.active} />
      </div>
    </div>
  );
}
