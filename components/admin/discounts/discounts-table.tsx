import Link from "next/link";
import { type Column, DataTable, ROW_CLASS } from "#components/admin/table/data-table.tsx";
import { formatDate } from "#components/shared/format-date.ts";
import { describeDiscountValue, describeState } from "#lib/discount/describe.ts";
import type { Discount } from "#lib/discount/schema.ts";

const day = (seconds: number | null, none: string) => (seconds ? formatDate(new Date(seconds * 1000)) : none);
const ofLimit = (limit: number) => (limit > 0 ? ` of ${limit}` : "");

const HEAD: readonly Column[] = [
  { title: "Code", className: "pr-4" },
  { title: "Value", className: "pr-4" },
  { title: "Minimum", className: "hidden pr-4 text-right sm:table-cell" },
  { title: "Starts", className: "hidden pr-4 sm:table-cell" },
  { title: "Ends", className: "hidden pr-4 sm:table-cell" },
  { title: "Used", className: "pr-4 text-right" },
  { title: "Per shopper", className: "hidden pr-4 text-right sm:table-cell" },
  { title: "Status" },
];

/** Discount codes with their terms and uses. */
export function DiscountsTable({ discounts, now }: { discounts: readonly Discount[]; now: number }) {
  return (
    <DataTable caption="Discount codes" head={HEAD}>
      {discounts.map((discount) => (
        <tr key={discount.code} className={ROW_CLASS}>
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
    </DataTable>
  );
}
