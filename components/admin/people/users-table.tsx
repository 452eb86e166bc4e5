import { type Column, DataTable, ROW_CLASS } from "#components/admin/table/data-table.tsx";
import { formatDate } from "#components/shared/format-date.ts";
import type { User } from "#lib/user/schema.ts";
import { TextLink } from "./text-link.tsx";

/** What is special about a user, in a word. */
export const describeRights = ({ role, disabled }: Pick<User, "role" | "disabled">) =>
  [role === "admin" ? "administrator" : "shopper", disabled && "disabled"].filter(Boolean).join(", ");

const HEAD: readonly Column[] = [
  { title: "Number", className: "hidden w-24 pr-6 text-right sm:table-cell" },
  { title: "Username", className: "pr-4" },
  { title: "E-mail", className: "hidden pr-4 sm:table-cell" },
  { title: "Since", className: "hidden pr-4 md:table-cell" },
  { title: "Rights" },
];

/** Users with what they may do. */
export function UsersTable({ users }: { users: readonly User[] }) {
  return (
    <DataTable caption="People" head={HEAD}>
      {users.map((user) => (
        <tr key={user.id} className={ROW_CLASS}>
          <td className="figures hidden pr-6 text-right text-sm sm:table-cell">{user.id}</td>
          <td className="pr-4">
            <TextLink href={`/admin/users/${user.id}`}>{user.username}</TextLink>
          </td>
          <td className="wrap-anywhere hidden pr-4 sm:table-cell">{user.email}</td>
          <td className="hidden whitespace-nowrap pr-4 text-sm md:table-cell">
            {formatDate(new Date(user.createdAt))}
          </td>
          <td className={user.disabled ? "tag text-accent-text" : "tag"}>{describeRights(user)}</td>
        </tr>
      ))}
    </DataTable>
  );
}
