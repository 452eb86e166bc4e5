"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { endUserSessionsAction } from "#lib/web/actions/people.ts";

/** Signs a user out everywhere. */
export function EndSessionsForm({ id }: { id: string }) {
  const [state, action] = useFormAction(endUserSessionsAction);
  return (
    <form action={action} className="flex flex-col items-start gap-3">
      <FormMessage state={state} />
      <input type="hidden" name="id" value={id} />
      <SubmitButton busy="Ending…" look="outline" size="small">
        Sign out everywhere
      </SubmitButton>
    </form>
  );
}
