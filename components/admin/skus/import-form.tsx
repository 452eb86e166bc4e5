"use client";

import { useActionState } from "react";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { importSkusAction } from "#lib/web/actions/skus.ts";

const FILE =
  "max-w-full font-normal text-soft file:mr-4 file:min-h-11 file:cursor-pointer file:rounded-full file:border-[1.5px] file:border-edge file:border-solid file:bg-transparent file:px-6 file:py-2.5 file:font-semibold file:text-ink hover:file:bg-ink hover:file:text-paper";

export function ImportForm() {
  const [state, action] = useActionState(importSkusAction, null);
  const errors = Object.entries(state?.errors ?? {});
  return (
    <form action={action} className="flex max-w-3xl flex-col gap-4">
      <FormMessage state={state && { ...state, errors: undefined }} />
      {errors.length > 0 && (
        <table className="figures text-left text-sm">
          <thead>
            <tr>
              <th className="pr-6">Line</th>
              <th className="pr-6">Field</th>
              <th>Error</th>
            </tr>
          </thead>
          <tbody>
            {errors.map(([position, message]) => (
              <tr key={position}>
                <td>{position.slice(0, position.indexOf("."))}</td>
                <td>{position.slice(position.indexOf(".") + 1)}</td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <label className="flex flex-col gap-1.5 font-semibold">
        CSV file
        <input type="file" name="file" accept=".csv,text/csv" className={FILE} />
      </label>
      <label className="flex flex-col gap-1.5 font-semibold">
        or CSV text
        <textarea
          name="table"
          rows={12}
          defaultValue={state?.values?.table}
          placeholder="id,name,price,stock,category,brand,description,image,purchase_limit"
          className="figures rounded-xl border-[1.5px] border-edge bg-raised p-4 font-normal text-sm"
        />
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
