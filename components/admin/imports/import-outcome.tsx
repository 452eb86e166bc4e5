import { TextTable } from "#components/admin/layout/text-table.tsx";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";
import type { JobResult } from "#lib/sku/import/job/job.ts";

const number = new Intl.NumberFormat("en-US");

interface ImportOutcomeProps {
  result: JobResult;
  /** whether it was written; else it would be */
  written: boolean;
}

/** What a check found or an import did: counts, notes, errors and changes. */
export function ImportOutcome({ result, written }: ImportOutcomeProps) {
  const { created, changed, same, stockLeft, errors, errorCount, changes, changeCount, notes } = result;
  const lines = [
    [written ? "Created" : "To create", created],
    [written ? "Changed" : "To change", changed],
    ["The same already", same],
    ...(stockLeft > 0 ? [["Stock left alone", stockLeft] as const] : []),
    ...(errorCount > 0 ? [["Errors", errorCount] as const] : []),
  ] as const;
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Receipt label={written ? "What was done" : "What would be done"} className="lg:order-last">
        <ReceiptHead title={written ? "Imported" : "Checked"} />
        <ReceiptRule />
        <dl className="flex flex-col gap-1.5">
          {lines.map(([label, value]) => (
            <ReceiptLine key={label} label={label} value={number.format(value)} />
          ))}
        </dl>
      </Receipt>
      <div className="flex min-w-0 flex-col gap-6">
        {errors.length > 0 && (
          <section aria-labelledby="errors" className="flex flex-col gap-2">
            <h2 id="errors" className="font-display font-extrabold text-xl tracking-tight">
              Errors
            </h2>
            <TextTable
              caption="Errors"
              head={["Line", "Column", "Error"]}
              rows={errors.map(({ line, field, message }) => [String(line), field, message])}
              more={errorCount - errors.length}
            />
          </section>
        )}
        {notes.length > 0 && (
          <section aria-labelledby="notes" className="flex flex-col gap-2">
            <h2 id="notes" className="font-display font-extrabold text-xl tracking-tight">
              Left out or changed
            </h2>
            <ul className="flex list-disc flex-col gap-1 pl-5">
              {notes.map((note) => (
                <li key={note} className="wrap-anywhere max-w-[75ch] text-pretty">
                  {note}
                </li>
              ))}
            </ul>
          </section>
        )}
        {changes.length > 0 && (
          <section aria-labelledby="changes" className="flex flex-col gap-2">
            <h2 id="changes" className="font-display font-extrabold text-xl tracking-tight">
              Changes
            </h2>
            <TextTable
              caption="Changes"
              head={["SKU", "Column", "Before", "After"]}
              rows={changes.map(({ id, field, before, after }) => [id, field, before, after])}
              more={changeCount - changes.length}
            />
          </section>
        )}
      </div>
    </div>
  );
}
