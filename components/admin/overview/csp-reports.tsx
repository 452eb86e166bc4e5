import { TextTable } from "#components/admin/layout/text-table.tsx";
import { formatDate } from "#components/shared/format-date.ts";
import type { CspReportCounts } from "#lib/csp/store.ts";

const SHOWN = 10;

/** What browsers report of the content policy, the most frequent first. */
export function CspReports({ items, since }: CspReportCounts) {
  return (
    <section aria-labelledby="csp-reports" className="flex flex-col gap-3">
      <h2 id="csp-reports" className="font-bold font-display text-3xl tracking-tight">
        Blocked by the content policy
      </h2>
      <p className="max-w-2xl text-soft">
        {since === null
          ? "No browser has reported a violation in the last days."
          : `As browsers have reported it since ${formatDate(new Date(since))}. Browser extensions cause many of these, and anybody can send some: take them as hints.`}
      </p>
      {items.length > 0 && (
        <TextTable
          caption="Violations of the content policy"
          head={["Directive", "Blocked", "Page", "Reports"]}
          rows={items
            .slice(0, SHOWN)
            .map(({ directive, blocked, page, count }) => [directive, blocked, page, String(count)])}
          more={items.length - SHOWN}
        />
      )}
    </section>
  );
}
