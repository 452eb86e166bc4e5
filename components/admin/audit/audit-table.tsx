import Link from "next/link";
import { type Column, DataTable } from "#components/admin/table/data-table.tsx";
import { formatDate } from "#components/shared/format-date.ts";
import { ACT_WORDS } from "#lib/audit/describe.ts";
import { type AuditEntry, OPERATOR, STRANGER } from "#lib/audit/schema.ts";

/** The admin page of what an act was done to, if it has one. */
function pageOf(on: string): string | null {
  const [kind = "", id = ""] = on.split(/:(.*)/s);
  if (kind === "key" && !id.endsWith("…")) return `/admin/keys?${new URLSearchParams({ key: id })}`;
  const folder = {
    sku: "skus",
    order: "orders",
    discount: "discounts",
    run: "lab",
    user: "users",
    import: "skus/import",
  }[kind];
  return folder && id ? `/admin/${folder}/${encodeURIComponent(id)}` : null;
}

const linkClass =
  "inline-flex min-h-6 items-center underline decoration-line decoration-2 underline-offset-4 hover:decoration-accent";

function Values({ before, after }: Pick<AuditEntry, "before" | "after">) {
  if (!before && !after) return null;
  return (
    <span className="block text-sm">
      {before && <del className="text-soft">{before}</del>}
      {before && after && <span className="text-soft"> → </span>}
      {after && <ins className="no-underline">{after}</ins>}
    </span>
  );
}

const HEAD: readonly Column[] = [
  { title: "When", className: "pr-4" },
  { title: "What", className: "pr-4" },
  { title: "Who", className: "pr-4" },
  { title: "From" },
];

interface AuditTableProps {
  entries: readonly AuditEntry[];
  /** by user id, of those that still exist */
  names: ReadonlyMap<string, string>;
}

/** Acts, newest first. On a narrow screen the columns stand below each other. */
export function AuditTable({ entries, names }: AuditTableProps) {
  const nameOf = (who: string) => {
    if (who === OPERATOR) return "at the terminal";
    return who === STRANGER ? "not signed in" : (names.get(who) ?? `user ${who}`);
  };
  return (
    <DataTable caption="Acts" head={HEAD} isStacked>
      {entries.map((entry) => {
        const page = pageOf(entry.on);
        return (
          <tr key={entry.id} className="border-line border-t align-top max-sm:block max-sm:py-2 *:max-sm:block">
            <td className="figures py-2 pr-4 text-sm max-sm:py-0">{formatDate(new Date(entry.at))}</td>
            <td className="w-1/2 py-2 pr-4 max-sm:w-auto max-sm:py-0">
              <span className="font-semibold">{ACT_WORDS[entry.what]}</span>{" "}
              {page ? (
                <Link href={page} prefetch={false} className={`figures text-sm ${linkClass}`}>
                  {entry.on}
                </Link>
              ) : (
                <span className="figures text-sm">{entry.on}</span>
              )}
              <Values before={entry.before} after={entry.after} />
            </td>
            <td className="py-2 pr-4 max-sm:py-0">
              <Link
                href={`/admin/audit?${new URLSearchParams({ who: entry.who })}`}
                prefetch={false}
                className={linkClass}
              >
                {nameOf(entry.who)}
              </Link>
            </td>
            <td className="py-2 text-soft text-sm max-sm:py-0">
              {[entry.device, entry.address].filter(Boolean).join(", ")}
            </td>
          </tr>
        );
      })}
    </DataTable>
  );
}
