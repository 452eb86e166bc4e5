"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { PasswordField } from "#components/ui/form/password-field.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import { changePasswordAction } from "#lib/web/actions/account.ts";
import { NewPasswordField } from "./new-password-field.tsx";

const FIELDS = ["current", "password"];

/** @param username for password managers, which otherwise save the new password without a username */
export function PasswordForm({ username }: { username: string }) {
  const [state, action] = useFormAction(changePasswordAction);
  const form = useFocusFirstError(state);
  return (
    <form ref={form} action={action} className="flex max-w-xl flex-col gap-5">
      <input type="text" autoComplete="username" value={username} readOnly hidden />
      <PasswordField
        name="current"
        label="Current password"
        autoComplete="current-password"
        required
        error={state?.errors?.current}
      />
      <NewPasswordField id="new-password" label="New password" error={state?.errors?.password} />
      <FormMessage state={state} fields={FIELDS} />
      <div>
        <SubmitButton busy="Changing…">Change password</SubmitButton>
      </div>
    </form>
  );
}
