"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { showRedisPasswordAction } from "#lib/web/actions/keys.ts";

/** Shows the password of Redis once it is asked for. */
export function ShowPassword() {
  const [state, action] = useFormAction(showRedisPasswordAction);
  if (state?.redisPassword)
    return (
      <p role="status">
        <span className="figures wrap-anywhere select-all font-semibold">{state.redisPassword}</span>{" "}
        <span className="text-soft text-sm">It is gone when you leave this page.</span>
      </p>
    );
  return (
    <form action={action} className="flex flex-col items-start gap-3">
      <FormMessage state={state} />
      <SubmitButton busy="Asking…" look="outline" size="small">
        Show the password
      </SubmitButton>
      <p className="text-soft text-sm">
        Whoever has it can read and change everything. That it was shown is recorded in the audit.
      </p>
    </form>
  );
}
