"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { removeSynonymsAction } from "#lib/web/actions/search.ts";

/** Removes the synonyms of a word. */
export function RemoveSynonyms({ word }: { word: string }) {
  const [state, action] = useFormAction(removeSynonymsAction);
  return (
    <form action={action}>
      <FormMessage state={state} />
      <input type="hidden" name="word" value={word} />
      <button type="submit" aria-label={`Remove the synonyms of ${word}`} className={buttonClass("quiet")}>
        Remove
      </button>
    </form>
  );
}
