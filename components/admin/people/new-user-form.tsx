"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { PasswordField } from "#components/ui/form/password-field.tsx";
import { SelectField } from "#components/ui/form/select-field.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import { createUserAction } from "#lib/web/actions/people.ts";

const FIELDS = ["username", "email", "password", "role"];

/** Creates an account for somebody else. */
export function NewUserForm() {
  const [state, action] = useFormAction(createUserAction);
  const form = useFocusFirstError(state);
  const values = state?.values;
  const field = (name: string) => ({ name, autoComplete: "off", error: state?.errors?.[name] });
  return (
    <form ref={form} action={action} className="flex max-w-xl flex-col gap-5">
      <FormMessage state={state} fields={FIELDS} />
      <Field
        {...field("username")}
        label="Username"
        required
        maxLength={32}
        autoCapitalize="none"
        spellCheck={false}
        hint="3 to 32 letters, digits, dots, dashes and underscores, not digits alone"
        defaultValue={values?.username}
      />
      <Field {...field("email")} label="E-mail" type="email" required maxLength={254} defaultValue={values?.email} />
      <SelectField {...field("role")} label="Rights" defaultValue={values?.role ?? "shopper"}>
        <option value="shopper">shopper</option>
        <option value="admin">administrator</option>
      </SelectField>
      <PasswordField
        {...field("password")}
        label="Password"
        autoComplete="new-password"
        hint="at least 8 characters; empty: one is made and shown once"
      />
      <div>
        <SubmitButton busy="Creating…">Create account</SubmitButton>
      </div>
    </form>
  );
}
