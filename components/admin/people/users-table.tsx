import { formatDate } from "#components/shared/format-date.ts";
import type { User } from "#lib/user/schema.ts";
import { TextLink } from "./text-link.tsx";

/** What is special about a user, in a word. */
export const describeRights = ({ role, disabled }: Pick<User, "role" | "disabled">) =>
  [role === "admin" ? "administrator" : "shopper", disabled && "disabled"].filter(Boolean).join(", ");

/** Users with what they may do. */
export function UsersTable({ users }: { users: readonly User[] }) {
  return (
    <table className="w-full text-left">
      <caption className="sr-only">People</caption>
      <thead className="tag text-soft">
        <tr>
          <th scope="col" className="hidden w-24 py-2 pr-6 text-right sm:table-cell">
            Number
          </th>
          <th scope="col" className="py-2 pr-4">
            Username
          </th>
          <th scope="col" className="hidden pr-4 sm:table-cell">
            E-mail
          </th>
          <th scope="col" className="hidden pr-4 md:table-cell">
            Since
          </th>
          <th scope="col">Rights</th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.id} className="border-line border-t">
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
      </tbody>
    </table>
  );
}
