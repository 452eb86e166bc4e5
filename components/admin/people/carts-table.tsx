import { formatAge } from "#components/shared/format-age.ts";
import { groupThousands } from "#components/ui/price.tsx";
import type { AnyCart } from "#lib/cart/all-carts.ts";
import { TextLink } from "./text-link.tsx";

/** Carts with their value and age. */
export function CartsTable({ carts }: { carts: readonly AnyCart[] }) {
  return (
    <table className="w-full text-left">
      <caption className="sr-only">Carts</caption>
      <thead className="tag text-soft">
        <tr>
          <th scope="col" className="py-2 pr-4">
            Whose
          </th>
          <th scope="col" className="hidden pr-4 text-right sm:table-cell">
            Lines
          </th>
          <th scope="col" className="pr-4 text-right">
            Items
          </th>
          <th scope="col" className="pr-4 text-right">
            Value
          </th>
          <th scope="col" className="text-right">
            Active
          </th>
        </tr>
      </thead>
      <tbody>
        {carts.map(({ owner, user, lines, totalItems, totalValue, ageSeconds }) => (
          <tr key={owner} className="border-line border-t">
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
      </tbody>
    </table>
  );
}
