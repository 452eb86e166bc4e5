import { formatBytes } from "#lib/bytes.ts";
import type { ImportColumn } from "#lib/sku/import/formats/columns.ts";
import { nameOfFormat } from "#lib/sku/import/import.ts";
import type { ImportJob, JobTable } from "#lib/sku/import/job/job.ts";
import { previewTable } from "#lib/sku/import/job/preview.ts";
import { ColumnsForm } from "./columns-form.tsx";
import { PreviewList } from "./preview-list.tsx";

const PREVIEW_ROWS = 6;
const EXAMPLE_LENGTH = 30;

const LABELS: readonly (readonly [ImportColumn, string])[] = [
  ["id", "Id"],
  ["name", "Name"],
  ["price", "Price"],
  ["stock", "Stock"],
  ["category", "Category"],
  ["brand", "Brand"],
  ["description", "Description"],
  ["image", "Picture"],
  ["purchase_limit", "Purchase limit"],
  ["stock_change", "Change of stock"],
];
const HINTS: Partial<Record<ImportColumn, string>> = {
  image: "a path of this store; addresses are left out",
  stock_change: "added to the stock, or taken from it",
};
const ID_HINTS: Partial<Record<JobTable["format"], string>> = {
  shopify: "where it is empty: the handle and the options",
  medusa: "where it is empty: the handle and the options",
};

/** What a column has in the first row that has something, cut short. */
function exampleOf({ sample }: JobTable, position: number): string {
  const cell = sample.map(({ cells }) => (cells[position] ?? "").trim()).find((text) => text !== "") ?? "";
  const line = cell.replace(/\s+/g, " ");
  return line.length > EXAMPLE_LENGTH ? `${line.slice(0, EXAMPLE_LENGTH)}…` : line;
}

/** The step in which the columns of a file are told from each other. */
export function ChooseColumns({ job, table }: { job: ImportJob; table: JobTable }) {
  const { choices } = job;
  const { mapping, setStock, categoryLevel, missingCategory, missingStock } = choices;
  const columns = table.columns.map((name, i) => ({ name, example: exampleOf(table, i) }));
  const known = nameOfFormat(table.format);
  const kind = table.format === "own" || table.format === "other" ? `a table of ${known}` : `an export of ${known}`;
  return (
    <div className="flex flex-col gap-6">
      <p className="max-w-[70ch] text-soft">
        <span className="wrap-anywhere font-semibold text-ink">{job.file || "Pasted text"}</span>
        {` · ${formatBytes(job.bytes)} · ${job.lines.toLocaleString("en-US")} lines. `}
        {table.format === "other" ? "This is no table that the store knows" : `This is ${kind}`}
        {". Say from which of its columns each field is read."}
      </p>
      <ColumnsForm
        // What a form said of its fields is over once they are saved.
        key={job.revision}
        id={job.id}
        columns={columns}
        setStock={setStock}
        foreign={table.format === "own" ? null : { categoryLevel, missingCategory, missingStock: String(missingStock) }}
        choices={LABELS.map(([column, label]) => ({
          ...{ column, label, from: mapping[column] ?? "" },
          hint: (column === "id" ? ID_HINTS[table.format] : HINTS[column]) ?? "",
        }))}
      >
        <PreviewList {...previewTable(table, choices, PREVIEW_ROWS)} />
      </ColumnsForm>
    </div>
  );
}
