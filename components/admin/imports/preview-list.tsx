import type { Cells } from "#lib/sku/import/formats/columns.ts";
import type { Preview, PreviewRow } from "#lib/sku/import/job/preview.ts";

const FIGURES = [
  ["price", "Price"],
  ["stock", "Stock"],
  ["stock_change", "Change of stock"],
  ["category", "Department"],
  ["brand", "Brand"],
  ["purchase_limit", "Limit"],
] as const satisfies readonly (readonly [keyof Cells, string])[];

/** The first rows of a table as the SKUs that they would become. */
export function PreviewList({ rows, leftOut }: Preview) {
  return (
    <section aria-labelledby="preview" className="flex flex-col gap-4">
      <h2 id="preview" className="font-display font-extrabold text-xl tracking-tight">
        The first rows as they would become
      </h2>
      {rows.length > 0 ? (
        <ol className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          {rows.map((row) => (
            <PreviewCard key={row.line} row={row} />
          ))}
        </ol>
      ) : (
        <p className="text-soft">None of the first rows would become a SKU.</p>
      )}
      {leftOut.length > 0 && (
        <details className="text-soft">
          <summary className="min-h-11 cursor-pointer py-2 font-semibold">
            {`${leftOut.length} ${leftOut.length === 1 ? "column is" : "columns are"} left out`}
          </summary>
          <p className="wrap-anywhere max-w-[80ch] text-sm">{leftOut.join(", ")}</p>
        </details>
      )}
    </section>
  );
}

function PreviewCard({ row: { line, cells, errors } }: { row: PreviewRow }) {
  return (
    <li className="flex min-w-0 flex-col gap-2 rounded-2xl border-[1.5px] border-line bg-raised p-4">
      <p className="figures flex justify-between gap-3 text-soft text-xs">
        <span className="wrap-anywhere">{cells.id}</span>
        <span className="shrink-0">{`line ${line}`}</span>
      </p>
      {cells.name !== undefined && <p className="wrap-anywhere font-semibold leading-tight">{cells.name}</p>}
      <dl className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {FIGURES.map(([column, label]) =>
          cells[column] ? (
            <div key={column} className="flex gap-1.5">
              <dt className="text-soft">{label}</dt>
              <dd className="figures wrap-anywhere">{cells[column]}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {cells.description && <p className="wrap-anywhere line-clamp-3 text-soft text-sm">{cells.description}</p>}
      {errors.map((error) => (
        <p key={error} className="font-medium text-accent-text text-sm">
          {error}
        </p>
      ))}
    </li>
  );
}
