import { type Column, DataTable, ROW_CLASS } from "#components/admin/table/data-table.tsx";
import { formatAge } from "#components/shared/format-age.ts";
import { groupThousands } from "#components/ui/price.tsx";
import type { AnyCart } from "#lib/cart/all-carts.ts";
import { TextLink } from "./text-link.tsx";

const HEAD: readonly Column[] = [
  { title: "Whose", className: "pr-4" },
  { title: "Lines", className: "hidden pr-4 text-right sm:table-cell" },
  { title: "Items", className: "pr-4 text-right" },
  { title: "Value", className: "pr-4 text-right" },
  { title: "Active", className: "text-right" },
];

/** Carts with their value and age. */
export function CartsTable({ carts }: { carts: readonly AnyCart[] }) {
  return (
    <DataTable caption="Carts" head={HEAD}>
      {carts.map(({ owner, user, lines, totalItems, totalValue, ageSeconds }) => (
        <tr key={owner} className={ROW_CLASS}>
          <td className="pr-4">
            {user ? (
              <TextLink href={`/admin/users/${user.id}`}>{user.username}</TextLink>
            ) : (
              <span className="figures wrap-anywhere inline-flex min-h-11 items-center text-sm text-soft">{`guest ${owner.slice(1, 7)}`}</span>
            )}
          </td>
          <td className="figures hidden pr-4 text-right sm:table-cell">{lines}</td>
          <td className="figures pr-4 text-right">{totalItems}</td>
          <td className="figures pr-4 text-right">{groupThousands(totalValue)}</td>
          <td className="figures whitespace-nowrap text-right text-sm">
            {ageSeconds === null ? "not known" : `${formatAge(ageSeconds)} ago`}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
