"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { changeColumnsAction, startImportAction } from "#lib/web/actions/imports.ts";

interface ImportButtonsProps {
  id: string;
  /** what the button says that writes; "" without one */
  start: string;
}

/** Writes what was checked, or goes back to the columns. */
export function ImportButtons({ id, start }: ImportButtonsProps) {
  const [started, startImport] = useFormAction(startImportAction, null);
  const [changed, changeColumns] = useFormAction(changeColumnsAction, null);
  return (
    <div className="flex flex-col gap-4">
      <FormMessage state={started ?? changed} />
      <div className="flex flex-wrap gap-3">
        {start !== "" && (
          <form action={startImport}>
            <input type="hidden" name="id" value={id} />
            <SubmitButton busy="Starting…">{start}</SubmitButton>
          </form>
        )}
        <form action={changeColumns}>
          <input type="hidden" name="id" value={id} />
          <SubmitButton busy="One moment…" look="outline">
            Change the columns
          </SubmitButton>
        </form>
      </div>
    </div>
  );
}
