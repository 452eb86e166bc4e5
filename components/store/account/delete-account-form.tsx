"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { PasswordField } from "#components/ui/form/password-field.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import { deleteAccountAction } from "#lib/web/actions/account.ts";

const FIELDS = ["password"];

export function DeleteAccountForm() {
  const [state, action] = useFormAction(deleteAccountAction);
  const form = useFocusFirstError(state);
  return (
    <details className="max-w-xl" open={state !== null}>
      <summary className="min-h-11 cursor-pointer font-semibold underline decoration-2 decoration-line underline-offset-4">
        Delete my account
      </summary>
      <form ref={form} action={action} className="mt-4 flex flex-col gap-5">
        <p className="text-soft">
          Your profile, cart, lists and sessions are deleted from Redis at once, and can't be restored. Your orders are
          kept without your name.
        </p>
        <FormMessage state={state} fields={FIELDS} />
        <PasswordField
          id="delete-password"
          name="password"
          label="Your password"
          autoComplete="current-password"
          required
          error={state?.errors?.password}
        />
        <div>
          <SubmitButton busy="Deleting…" look="outline">
            Delete permanently
          </SubmitButton>
        </div>
      </form>
    </details>
  );
}
