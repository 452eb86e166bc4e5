"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { PasswordField } from "#components/ui/form/password-field.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import { setPasswordAction } from "#lib/web/actions/people.ts";

/** Sets the password of somebody who has lost theirs. */
export function SetPasswordForm({ id, username }: { id: string; username: string }) {
  const [state, action] = useFormAction(setPasswordAction);
  const form = useFocusFirstError(state);
  return (
    <form ref={form} action={action} className="flex max-w-xl flex-col gap-3">
      <FormMessage state={state} fields={["password"]} />
      <input type="hidden" name="id" value={id} />
      <input type="text" autoComplete="username" value={username} readOnly hidden />
      <PasswordField
        name="password"
        label="New password"
        autoComplete="new-password"
        hint="empty: one is made and shown once"
        error={state?.errors?.password}
      />
      <div>
        <SubmitButton busy="Setting…" look="outline" size="small">
          Set password
        </SubmitButton>
      </div>
    </form>
  );
}
