"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { endUserSessionsAction } from "#lib/web/actions/people.ts";

/**
 * Signs a user out everywhere.
 * @param offered whether there is something to end; the form says what it did when nothing is left
 */
export function EndSessionsForm({ id, offered }: { id: string; offered: boolean }) {
  const [state, action] = useFormAction(endUserSessionsAction);
  if (!offered) return <FormMessage state={state} />;
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
