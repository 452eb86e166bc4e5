import type { ReactNode } from "react";
import { TextTable } from "#components/admin/layout/text-table.tsx";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";
import type { JobResult } from "#lib/sku/import/job/job.ts";

/** A part of the outcome with its title. */
function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h2 id={id} className="font-display font-extrabold text-xl tracking-tight">
        {title}
      </h2>
      {children}
    </section>
  );
}

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
          <Part id="errors" title="Errors">
            <TextTable
              caption="Errors"
              head={["Line", "Column", "Error"]}
              rows={errors.map(({ line, field, message }) => [String(line), field, message])}
              more={errorCount - errors.length}
            />
          </Part>
        )}
        {notes.length > 0 && (
          <Part id="notes" title="Left out or changed">
            <ul className="flex list-disc flex-col gap-1 pl-5">
              {notes.map((note) => (
                <li key={note} className="wrap-anywhere max-w-[75ch] text-pretty">
                  {note}
                </li>
              ))}
            </ul>
          </Part>
        )}
        {changes.length > 0 && (
          <Part id="changes" title="Changes">
            <TextTable
              caption="Changes"
              head={["SKU", "Column", "Before", "After"]}
              rows={changes.map(({ id, field, before, after }) => [id, field, before, after])}
              more={changeCount - changes.length}
            />
          </Part>
        )}
      </div>
    </div>
  );
}
