"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { PasswordField } from "#components/ui/form/password-field.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import { loginAction } from "#lib/web/actions/sign-in.ts";
import { usernameField } from "./account-fields.ts";
import { CodeStep } from "./second-factor/code-step.tsx";
import { PasskeySignIn } from "./second-factor/passkey-sign-in.tsx";

const FIELDS = ["username", "password"];

interface LoginFormProps {
  /** the path to go to afterwards */
  next: string | undefined;
  /** of a user who signs in again */
  username: string | undefined;
}

export function LoginForm({ next, username }: LoginFormProps) {
  const [state, action] = useFormAction(loginAction);
  const form = useFocusFirstError(state);
  return (
    <form ref={form} action={action} className="flex flex-col gap-5">
      {next && <input type="hidden" name="next" value={next} />}
      {state?.secondFactor ? (
        <CodeStep state={state} request={state.secondFactor} next={next} />
      ) : (
        <>
          <FormMessage state={state} fields={FIELDS} />
          <Field
            {...usernameField}
            data-first=""
            defaultValue={state?.values?.username ?? username}
            error={state?.errors?.username}
          />
          <PasswordField
            name="password"
            label="Password"
            autoComplete="current-password"
            required
            error={state?.errors?.password}
          />
          <SubmitButton busy="Signing in…">Sign in</SubmitButton>
          <PasskeySignIn next={next} look="outline" />
        </>
      )}
    </form>
  );
}
