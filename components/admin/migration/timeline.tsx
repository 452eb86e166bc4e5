import { timeOf } from "#components/admin/overview/tiles.ts";
import type { LogEntry } from "#lib/migration/run/requests.ts";

/** What happened, the newest first: when, what, by whom, and the guards at that moment. */
export function Timeline({ entries }: { entries: readonly LogEntry[] }) {
  return (
    <section aria-labelledby="timeline" className="flex flex-col gap-4">
      <h2 id="timeline" className="font-bold font-display text-3xl tracking-tight">
        Timeline
      </h2>
      {entries.length === 0 ? (
        <p className="text-soft">Nothing has happened yet.</p>
      ) : (
        <ol aria-label="What happened, newest first" className="flex flex-col">
          {entries.map(({ id, at, who, what, guards }) => (
            <li
              key={id}
              className="grid gap-x-6 gap-y-0.5 border-line border-t py-2.5 sm:grid-cols-[8rem_minmax(0,1fr)_8rem]"
            >
              <time dateTime={at} className="figures text-sm text-soft sm:pt-0.5">
                {timeOf(at)}
              </time>
              <div className="flex min-w-0 flex-col gap-0.5">
                <p className="wrap-anywhere font-medium">{what}</p>
                {guards && <p className="wrap-anywhere text-sm text-soft">{guards}</p>}
              </div>
              <p className="wrap-anywhere text-sm text-soft sm:pt-0.5 sm:text-right">
                {who === "" ? "the migration" : who}
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
