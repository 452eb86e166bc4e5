import Link from "next/link";
import { formatDate } from "#components/shared/format-date.ts";
import { describeDiscountValue, describeState } from "#lib/discount/describe.ts";
import type { Discount } from "#lib/discount/schema.ts";

const day = (seconds: number | null, none: string) => (seconds ? formatDate(new Date(seconds * 1000)) : none);
const ofLimit = (limit: number) => (limit > 0 ? ` of ${limit}` : "");

/** Discount codes with their terms and uses. */
export function DiscountsTable({ discounts, now }: { discounts: readonly Discount[]; now: number }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left">
        <thead className="tag text-soft">
          <tr>
            <th className="py-2 pr-4">Code</th>
            <th className="pr-4">Value</th>
            <th className="hidden pr-4 text-right sm:table-cell">Minimum</th>
            <th className="hidden pr-4 sm:table-cell">Starts</th>
            <th className="hidden pr-4 sm:table-cell">Ends</th>
            <th className="pr-4 text-right">Used</th>
            <th className="hidden pr-4 text-right sm:table-cell">Per shopper</th>
            <th>Status</th>
          </tr>
        </thead>
        <tbody>
          {discounts.map((discount) => (
            <tr key={discount.code} className="border-line border-t">
              <td className="pr-4">
                <Link
                  href={`/admin/discounts/${discount.code}`}
                  prefetch={false}
                  className="figures inline-flex min-h-11 items-center whitespace-nowrap font-semibold hover:underline"
                >
                  {discount.code}
                </Link>
              </td>
              <td className="whitespace-nowrap pr-4">{describeDiscountValue(discount)}</td>
              <td className="figures hidden pr-4 text-right sm:table-cell">{discount.minimum}</td>
              <td className="hidden whitespace-nowrap pr-4 text-sm sm:table-cell">
                {day(discount.starts_at, "immediately")}
              </td>
              <td className="hidden whitespace-nowrap pr-4 text-sm sm:table-cell">{day(discount.ends_at, "never")}</td>
              <td className="figures whitespace-nowrap pr-4 text-right">{`${discount.used}${ofLimit(discount.total_limit)}`}</td>
              <td className="figures hidden pr-4 text-right sm:table-cell">{discount.user_limit || "unlimited"}</td>
              <td className="tag whitespace-nowrap">{describeState(discount, now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
