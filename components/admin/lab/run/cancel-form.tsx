"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { cancelRunAction } from "#lib/web/actions/lab.ts";

/** Cancels a run. With a script the outcome arrives with the events, without one by the page that follows. */
export function CancelForm({ id }: { id: string }) {
  const [state, cancel, cancelling] = useFormAction(cancelRunAction);
  return (
    <form action={cancel} className="flex flex-col gap-3">
      <FormMessage state={state} />
      <input type="hidden" name="id" value={id} />
      <button type="submit" disabled={cancelling} className={buttonClass("outline", "min-h-13 text-lg")}>
        {cancelling ? "Cancelling…" : "Cancel the run"}
      </button>
    </form>
  );
}
