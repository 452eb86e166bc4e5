"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import { registerAction } from "#lib/web/actions/sign-in.ts";
import { emailField, firstNameField, lastNameField, newUsernameField } from "./account-fields.ts";
import { NewPasswordField } from "./new-password-field.tsx";

const FIELDS = ["username", "email", "firstName", "lastName", "password"];

interface RegisterFormProps {
  /** the path to go to afterwards */
  next: string | undefined;
  /** drawn for this form: a form that is sent twice creates one account */
  formKey: string;
}

export function RegisterForm({ next, formKey }: RegisterFormProps) {
  const [state, action] = useFormAction(registerAction);
  const form = useFocusFirstError(state);
  const { values, errors } = state ?? {};
  return (
    <form ref={form} action={action} className="flex flex-col gap-5">
      {next && <input type="hidden" name="next" value={next} />}
      <input type="hidden" name="formKey" value={formKey} />
      <FormMessage state={state} fields={FIELDS} />
      <Field
        {...newUsernameField}
        hint="3 to 32 letters, digits, dots, dashes and underscores, not digits alone."
        defaultValue={values?.username}
        error={errors?.username}
      />
      <Field {...emailField} defaultValue={values?.email} error={errors?.email} />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field {...firstNameField} defaultValue={values?.firstName} error={errors?.firstName} />
        <Field {...lastNameField} defaultValue={values?.lastName} error={errors?.lastName} />
      </div>
      <NewPasswordField label="Password" error={errors?.password} />
      <SubmitButton busy="Creating the account…">Create account</SubmitButton>
    </form>
  );
}
