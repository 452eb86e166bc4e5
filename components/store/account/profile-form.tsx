"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { PasswordField } from "#components/ui/form/password-field.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import type { User } from "#lib/user/schema.ts";
import { changeProfileAction } from "#lib/web/actions/account.ts";
import { emailField, newUsernameField } from "./account-fields.ts";

const FIELDS = ["username", "email", "firstName", "lastName", "currentPassword"];

interface ProfileFormProps {
  user: Pick<User, "username" | "email" | "firstName" | "lastName">;
  /** whether a new username or e-mail address needs the password */
  asksPassword: boolean;
}

export function ProfileForm({ user, asksPassword }: ProfileFormProps) {
  const [state, action] = useFormAction(changeProfileAction);
  const form = useFocusFirstError(state);
  const { values, errors } = state ?? {};
  return (
    <form ref={form} action={action} className="flex max-w-xl flex-col gap-5">
      <Field {...newUsernameField} defaultValue={values?.username ?? user.username} error={errors?.username} />
      <Field {...emailField} defaultValue={values?.email ?? user.email} error={errors?.email} />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          name="firstName"
          label="First name"
          autoComplete="given-name"
          maxLength={64}
          defaultValue={values?.firstName ?? user.firstName}
          error={errors?.firstName}
        />
        <Field
          name="lastName"
          label="Last name"
          autoComplete="family-name"
          maxLength={64}
          defaultValue={values?.lastName ?? user.lastName}
          error={errors?.lastName}
        />
      </div>
      {(asksPassword || errors?.currentPassword) && (
        <PasswordField
          id="profile-password"
          name="currentPassword"
          label="Password to confirm"
          hint="Needed for a new username or e-mail address."
          autoComplete="current-password"
          error={errors?.currentPassword}
        />
      )}
      <FormMessage state={state} fields={FIELDS} />
      <div>
        <SubmitButton busy="Saving…">Save</SubmitButton>
      </div>
    </form>
  );
}
