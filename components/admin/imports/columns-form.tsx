"use client";

import { type ReactNode, useEffect } from "react";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { buttonClass } from "#components/ui/button.ts";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SelectField } from "#components/ui/form/select-field.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { chooseColumnsAction } from "#lib/web/actions/imports.ts";

/** A column of the store, and from which of the file it is read. */
export interface ColumnChoice {
  column: string;
  label: string;
  hint: string;
  /** name of the column of the file; "" for none */
  from: string;
}

interface ColumnsFormProps {
  id: string;
  choices: readonly ColumnChoice[];
  /** columns of the file with an example */
  columns: readonly { name: string; example: string }[];
  /** null for the store's own table, whose columns need no such decisions */
  foreign: { categoryLevel: string; missingCategory: string; missingStock: string } | null;
  setStock: boolean;
  /** the first rows as they would become */
  children: ReactNode;
}

/** The control that was changed last: it gets the focus back, because the page that arrives has a new form. */
let lastChanged = "";

/**
 * Asks from which columns of a file those of the store are read. With a script, the first rows follow each change; without
 * one, a button shows them.
 */
export function ColumnsForm({ id, choices, columns, foreign, setStock, children }: ColumnsFormProps) {
  const [state, action] = useFormAction(chooseColumnsAction, null);
  useEffect(() => {
    if (lastChanged === "" || document.activeElement !== document.body) return;
    document.getElementById(lastChanged)?.focus({ preventScroll: true });
    lastChanged = "";
  });
  const typed = (name: string, saved: string) => state?.values?.[name] ?? saved;
  const errorOf = (name: string) => (state?.errors?.[name] ? { error: state.errors[name] } : {});
  const isTicked = state?.values ? state.values.setStock === "yes" : setStock;
  return (
    <form
      action={action}
      onChange={({ currentTarget, target }) => {
        if (!(target instanceof HTMLSelectElement)) return;
        lastChanged = target.id;
        currentTarget.requestSubmit(currentTarget.querySelector<HTMLButtonElement>("button[value=show]"));
      }}
      className="flex flex-col gap-8"
    >
      <FormMessage state={state} fields={["missingCategory", "missingStock"]} />
      <input type="hidden" name="id" value={id} />
      <div className="grid items-end gap-x-6 gap-y-4 sm:grid-cols-2 xl:grid-cols-3">
        {choices.map(({ column, label, hint, from }) => (
          <SelectField
            key={column}
            name={`from_${column}`}
            label={label}
            hint={hint}
            defaultValue={typed(`from_${column}`, from)}
          >
            <option value="">not in this file</option>
            {columns.map(({ name, example }) => (
              <option key={name} value={name}>
                {example === "" ? name : `${name} (${example})`}
              </option>
            ))}
          </SelectField>
        ))}
      </div>
      {foreign && (
        <fieldset className="grid items-end gap-x-6 gap-y-4 sm:grid-cols-2 xl:grid-cols-3">
          <legend className="mb-3 font-display font-extrabold text-xl tracking-tight">New SKUs</legend>
          <SelectField
            name="categoryLevel"
            label="Department"
            hint="of a category such as Clothing > Shirts"
            defaultValue={typed("categoryLevel", foreign.categoryLevel)}
          >
            <option value="last">the last level: shirts</option>
            <option value="first">the first level: clothing</option>
          </SelectField>
          <Field
            name="missingCategory"
            label="Department without a category"
            defaultValue={typed("missingCategory", foreign.missingCategory)}
            autoComplete="off"
            {...errorOf("missingCategory")}
          />
          <Field
            name="missingStock"
            label="Stock where the file has no number"
            inputMode="numeric"
            defaultValue={typed("missingStock", foreign.missingStock)}
            autoComplete="off"
            {...errorOf("missingStock")}
          />
        </fieldset>
      )}
      <label className="flex max-w-3xl items-start gap-3">
        <input
          key={String(isTicked)}
          type="checkbox"
          name="setStock"
          value="yes"
          defaultChecked={isTicked}
          className="mt-1 size-5 shrink-0 accent-accent"
        />
        <span>
          <span className="font-semibold">Also set the stock of SKUs that exist</span>
          <span className="block text-soft">
            This undoes what was sold since the table was exported. To add what has arrived, use a column stock_change.
          </span>
        </span>
      </label>
      {children}
      <p className="flex flex-wrap gap-3">
        <SubmitButton busy="One moment…" size="large" name="go" value="check">
          Check the table
        </SubmitButton>
        <button type="submit" name="go" value="show" className={buttonClass("outline", "min-h-13")}>
          Show the first rows again
        </button>
      </p>
    </form>
  );
}
