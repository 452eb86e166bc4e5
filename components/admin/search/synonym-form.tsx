"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import { setSynonymsAction } from "#lib/web/actions/search.ts";

interface SynonymFormProps {
  /** to change; empty for a new one */
  word?: string;
  synonyms?: readonly string[];
}

/** Sets what means the same as a word. */
export function SynonymForm({ word = "", synonyms = [] }: SynonymFormProps) {
  const [state, action] = useFormAction(setSynonymsAction);
  const form = useFocusFirstError(state);
  const values = state?.values ?? { word, synonyms: synonyms.join(", ") };
  const field = (name: string, label: string) => ({
    name,
    label,
    required: true,
    autoComplete: "off",
    defaultValue: values[name] ?? "",
    error: state?.errors?.[name],
  });
  return (
    <form ref={form} action={action} className="flex max-w-xl flex-col gap-4">
      <FormMessage state={state} fields={["word", "synonyms"]} />
      <Field {...field("word", "Word")} maxLength={60} hint="a word or a phrase of up to three words, such as couch" />
      <Field {...field("synonyms", "Means the same")} hint="separated by commas, such as sofa, settee" />
      <SubmitButton busy="Saving…">Save</SubmitButton>
    </form>
  );
}
