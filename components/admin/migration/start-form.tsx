"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import { migrationAction } from "#lib/web/actions/migration.ts";

interface StartField {
  name: string;
  label: string;
  hint: string;
  max: number;
  min: number;
  initial: string;
}

const FIELDS: readonly StartField[] = [
  {
    name: "sessions",
    label: "Sessions",
    hint: "In PostgreSQL at the start; three in ten have a cart",
    ...{ min: 10, max: 1_000_000, initial: "2000" },
  },
  {
    name: "rate",
    label: "Requests per second",
    hint: "Sent by both shopper processes together",
    ...{ min: 1, max: 5000, initial: "200" },
  },
  {
    name: "waitSeconds",
    label: "Waiting time in seconds (optional)",
    hint: "For every guard that waits; 60 or 30 if left empty",
    ...{ min: 1, max: 3600, initial: "" },
  },
];

/** Starts a migration. It works without JavaScript. */
export function StartMigrationForm() {
  const [state, submit] = useFormAction(migrationAction);
  const form = useFocusFirstError(state);
  return (
    <section aria-labelledby="start" className="flex flex-col gap-4">
      <h2 id="start" className="font-bold font-display text-3xl tracking-tight">
        Start a migration
      </h2>
      <p className="max-w-3xl text-soft">
        This starts a PostgreSQL server and two processes of shoppers on this machine, and fills PostgreSQL with
        sessions, carts and users. They take CPU time from the store until the migration ends. You move it from phase to
        phase yourself. Everything it writes, in PostgreSQL and in Redis, is removed at the end; the store's own
        sessions and carts are never touched.
      </p>
      <form ref={form} action={submit} className="flex flex-col gap-5">
        <input type="hidden" name="action" value="start" />
        <FormMessage state={state} fields={FIELDS.map(({ name }) => name)} />
        <div className="grid items-end gap-4 sm:grid-cols-3">
          {FIELDS.map(({ name, label, hint, min, max, initial }) => (
            <Field
              key={name}
              {...{ name, label, hint, min, max }}
              type="number"
              inputMode="numeric"
              required={initial !== ""}
              defaultValue={state?.values?.[name] ?? initial}
              {...(state?.errors?.[name] && { error: state.errors[name] })}
            />
          ))}
        </div>
        <div>
          <SubmitButton busy="Starting…">Start the migration</SubmitButton>
        </div>
      </form>
    </section>
  );
}
