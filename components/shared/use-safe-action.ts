"use client";

import { unstable_rethrow } from "next/navigation";
import { useActionState, useSyncExternalStore } from "react";
import type { FormAction, FormState } from "#lib/web/forms/form-state.ts";

const NO_REPLY = "The store could not be reached, or failed to answer. Check your connection, and send the form again.";

/** What was typed into a form, without passwords and files. */
function typedValues(form: FormData): Record<string, string> {
  const typed = [...form].filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && !/^\$|password/i.test(entry[0]),
  );
  return Object.fromEntries(typed);
}

/** An action whose failures, such as a lost connection, become a state that keeps what was typed. */
function withFailures<S extends FormState>(action: FormAction<S>): FormAction<S> {
  return async (previous, form) => {
    try {
      return await action(previous, form);
    } catch (error) {
      // Redirects and the like.
      unstable_rethrow(error);
      const failure = { ok: false, message: NO_REPLY, outcomeUnknown: true, values: typedValues(form) };
      return failure as S & typeof failure;
    }
  };
}

const never = () => () => {};

/**
 * `useActionState` whose form stays, with what was typed, when the store can't be reached or the action fails; without
 * this, the error page takes its place.
 */
export function useSafeAction<S extends FormState>(action: FormAction<S>) {
  // A form that is sent before hydration, or without script, needs the server action itself.
  const isHydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return useActionState<S | null, FormData>((isHydrated ? withFailures(action) : action) as FormAction<S | null>, null);
}
