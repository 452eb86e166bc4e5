"use client";

import { useActionState } from "react";
import { TextTable } from "#components/admin/layout/text-table.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { importSkusAction } from "#lib/web/actions/skus.ts";

const FILE =
  "max-w-full font-normal text-soft file:mr-4 file:min-h-11 file:cursor-pointer file:rounded-full file:border-[1.5px] file:border-edge file:border-solid file:bg-transparent file:px-6 file:py-2.5 file:font-semibold file:text-ink hover:file:bg-ink hover:file:text-paper";

/** @param operation an id of the form: what it does to stocks counts once, however often it is sent */
export function ImportForm({ operation }: { operation: string }) {
  const [state, action] = useActionState(importSkusAction, null);
  const { problems = [], changes = [], more = 0, values, newOperation } = state ?? {};
  return (
    <form action={action} className="flex max-w-3xl flex-col gap-4">
      <FormMessage state={state && { ...state, errors: undefined }} />
      <input type="hidden" name="operation" key={newOperation} defaultValue={newOperation ?? operation} />
      {problems.length > 0 && (
        <TextTable
          caption="Errors"
          head={["Line", "Column", "Error"]}
          rows={problems.map(({ line, field, message }) => [String(line), field, message])}
          more={more}
        />
      )}
      {changes.length > 0 && (
        <TextTable
          caption="Changes"
          head={["SKU", "Column", "Before", "After"]}
          rows={changes.map(({ id, field, before, after }) => [id, field, before, after])}
          more={more}
        />
      )}
      <label className="flex flex-col gap-1.5 font-semibold">
        CSV file
        <input type="file" name="file" accept=".csv,.tsv,.txt,text/csv" className={FILE} />
      </label>
      <label className="flex flex-col gap-1.5 font-semibold">
        or CSV text
        <textarea
          name="table"
          rows={12}
          defaultValue={values?.table}
          placeholder="id,name,price,stock,category,brand,description,image"
          className="figures rounded-xl border-[1.5px] border-edge bg-raised p-4 font-normal text-sm"
        />
      </label>
      <label className="flex items-start gap-3">
        <input
          type="checkbox"
          name="setStock"
          value="yes"
          defaultChecked={values?.setStock === "yes"}
          className="mt-1 size-5 shrink-0 accent-accent"
        />
        <span>
          <span className="font-semibold">Also set the stock of SKUs that exist</span>
          <span className="block text-soft">
            This undoes what was sold since the table was exported. To add what has arrived, use a column stock_change.
          </span>
        </span>
      </label>
      <p className="flex flex-wrap gap-3">
        <button type="submit" name="mode" value="dry-run" className={buttonClass("outline")}>
          Dry run
        </button>
        <button type="submit" name="mode" value="import" className={buttonClass("primary")}>
          Import
        </button>
      </p>
    </form>
  );
}
