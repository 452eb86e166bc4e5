import type { Metadata } from "next";
import { AuditTable } from "#components/admin/audit/audit-table.tsx";
import { EmptyList } from "#components/admin/table/empty-list.tsx";
import { Pager } from "#components/admin/table/pager.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { Field } from "#components/ui/form/field.tsx";
import { SelectField } from "#components/ui/form/select-field.tsx";
import { ACT_WORDS } from "#lib/audit/describe.ts";
import { AUDIT_ACTS, listAuditQuery } from "#lib/audit/schema.ts";
import { listAudit } from "#lib/audit/store.ts";
import { readUsernames } from "#lib/user/store.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Audit", robots: { index: false } };

const { what, who, on, cursor } = listAuditQuery.shape;
const none = <T,>(value: T) => value || undefined;
/** What is not understood is left out. The form sends empty fields. */
const query = listAuditQuery.extend({
  what: what.catch(undefined),
  who: who.transform(none).catch(undefined),
  on: on.transform(none).catch(undefined),
  cursor: cursor.catch(undefined),
});

interface AuditPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Who did what in the store, with filters in the address. */
export default async function AuditPage({ searchParams }: AuditPageProps) {
  await requireAdmin("/admin/audit");
  const { limit: _, ...asked } = query.parse({ ...(await searchParams), limit: undefined });
  const { cursor, ...filter } = asked;
  const { items, nextCursor } = await listAudit({ ...asked, limit: 50 });
  const names = await readUsernames(items.map((entry) => entry.who).filter((id) => /^\d+$/.test(id)));
  const addressWith = (path: string, more: Record<string, string> = {}) => {
    const given = Object.entries({ ...filter, ...more }).filter((entry): entry is [string, string] => !!entry[1]);
    return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
  };
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">Audit</h1>
      <form action="/admin/audit" className="grid items-end gap-3 sm:grid-cols-[1fr_1fr_1fr_auto]">
        <SelectField name="what" label="What" defaultValue={filter.what ?? ""}>
          <option value="">everything</option>
          {AUDIT_ACTS.map((act) => (
            <option key={act} value={act}>
              {ACT_WORDS[act]}
            </option>
          ))}
        </SelectField>
        <Field name="who" label="Who" hint="a user id, or operator" defaultValue={filter.who} maxLength={100} />
        <Field name="on" label="On" hint="such as sku:sku123" defaultValue={filter.on} maxLength={200} />
        <div className="flex gap-2">
          <button type="submit" className={buttonClass("ink")}>
            Show
          </button>
          <a href={addressWith("/api/admin/audit.csv")} download className={buttonClass("outline")}>
            Export
          </a>
        </div>
      </form>
      {items.length > 0 ? (
        <AuditTable entries={items} names={names} />
      ) : (
        <EmptyList
          noun="entries"
          all="/admin/audit"
          filtered={Object.values(filter).some(Boolean)}
          continued={Boolean(cursor)}
        />
      )}
      <Pager
        first={cursor ? addressWith("/admin/audit") : null}
        next={nextCursor && addressWith("/admin/audit", { cursor: nextCursor })}
      >
        Older entries
      </Pager>
    </div>
  );
}
