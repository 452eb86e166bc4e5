"use client";

import { ConfirmDialog } from "#components/admin/layout/confirm-dialog.tsx";
import { useCloseOnResult } from "#components/admin/layout/use-close-on-result.ts";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { TextArea } from "#components/ui/form/text-area.tsx";
import { changeFieldAction, deleteKeyAction, setTtlAction } from "#lib/web/actions/keys.ts";

interface SeenKey {
  name: string;
  /** that is shown; the key must still be of it */
  type: string;
}

function Seen({ name, type }: SeenKey) {
  return (
    <>
      <input type="hidden" name="key" value={name} />
      <input type="hidden" name="type" value={type} />
    </>
  );
}

/** Sets when a key expires. */
export function TtlForm({ ttl, ...seen }: SeenKey & { ttl: number | null }) {
  const [state, action] = useFormAction(setTtlAction);
  const form = useCloseOnResult(state);
  return (
    <form ref={form} action={action} className="flex flex-col items-start gap-3">
      <FormMessage state={state} fields={["ttl"]} />
      <Seen {...seen} />
      <Field
        name="ttl"
        label="Expires in"
        hint="seconds; empty for never"
        inputMode="numeric"
        defaultValue={state?.values?.ttl ?? ttl ?? ""}
        {...(state?.errors?.ttl && { error: state.errors.ttl })}
      />
      <ConfirmDialog label="Set the lifetime…">
        <p>Redis deletes the key when this time is over. The change is recorded in the audit.</p>
        <SubmitButton busy="Setting…" size="small">
          Set it
        </SubmitButton>
      </ConfirmDialog>
    </form>
  );
}

/** Changes a field, an element or a score. */
export function FieldForm({
  field,
  label,
  value,
  caution,
  ...seen
}: SeenKey & { field: string; label: string; value: string; caution?: string | undefined }) {
  const [state, action] = useFormAction(changeFieldAction);
  const form = useCloseOnResult(state);
  const error = state?.errors?.value;
  return (
    <form ref={form} action={action} className="flex flex-col items-stretch gap-3">
      <FormMessage state={state} fields={["value"]} />
      <Seen {...seen} />
      <input type="hidden" name="field" value={field} />
      <TextArea
        name="value"
        label={`New value of ${label}`}
        defaultValue={state?.values?.value ?? value}
        error={error}
      />
      <ConfirmDialog label="Change…">
        <p>
          {`${caution ? `${caution} ` : ""}The new value takes effect at once. It is recorded in the audit, with the old one.`}
        </p>
        <SubmitButton busy="Changing…" size="small">
          Change it
        </SubmitButton>
      </ConfirmDialog>
    </form>
  );
}

/** Deletes a key. */
export function DeleteKeyForm({ caution, ...seen }: SeenKey & { caution?: string | undefined }) {
  const [state, action] = useFormAction(deleteKeyAction);
  const form = useCloseOnResult(state);
  return (
    <form ref={form} action={action} className="flex flex-col items-start gap-3">
      <FormMessage state={state} />
      <Seen {...seen} />
      <ConfirmDialog label="Delete…">
        <p className="wrap-anywhere">{`This deletes ${seen.name} with all that it holds. It can't be undone.`}</p>
        {caution && <p>{caution}</p>}
        <SubmitButton busy="Deleting…" size="small">
          Delete this key
        </SubmitButton>
      </ConfirmDialog>
    </form>
  );
}
