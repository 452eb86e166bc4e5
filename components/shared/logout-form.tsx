"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { logoutAction } from "#lib/web/actions/sign-in.ts";

interface LogoutFormProps {
  /** The button stands in a row that wraps; a message gets a row of its own. */
  inRow?: boolean;
}

export function LogoutForm({ inRow = false }: LogoutFormProps) {
  const [state, action] = useFormAction(logoutAction);
  return (
    <form action={action} className={inRow ? "contents" : "flex flex-col items-start gap-3"}>
      <SubmitButton busy="Signing out…" look={inRow ? "quiet" : "outline"} size={inRow ? "small" : "large"}>
        Sign out
      </SubmitButton>
      <div className={inRow ? "basis-full empty:hidden" : "contents"}>
        <FormMessage state={state} />
      </div>
    </form>
  );
}
