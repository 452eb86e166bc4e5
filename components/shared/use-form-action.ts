"use client";

import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import { useActionState } from "react";
import type { FormAction, FormState } from "#lib/web/forms/form-state.ts";

/** The largest form that the store takes, in bytes. */
const MAX_BYTES = 1024 * 1024;
/** What a field takes beside its value when it is sent, in bytes, more than it does. */
const FIELD_BYTES = 300;

const TOO_LARGE = "A form may have at most 1 MB. Nothing was sent; make the text shorter.";
const OLD = "The store has been updated since this page was loaded, so it can't take this form any more.";
const UNREACHABLE =
  "The store could not be reached. Nothing you typed is lost; check the connection and send it again.";
const FAILED = "Something went wrong. Nothing you typed is lost; try again in a moment.";

function sizeOf(form: FormData): number {
  let bytes = 0;
  for (const [name, value] of form) {
    const { size } = typeof value === "string" ? new Blob([value]) : value;
    bytes += FIELD_BYTES + name.length + size;
  }
  return bytes;
}

function explain(error: unknown): NonNullable<FormState> {
  if (unstable_isUnrecognizedActionError(error)) return { ok: false, message: OLD, isOld: true };
  return { ok: false, message: error instanceof TypeError ? UNREACHABLE : FAILED, outcomeUnknown: true };
}

/** What was typed, to fill the form again: React empties it when its action is done. No passwords. */
function typedValues(form: FormData): Record<string, string> {
  const typed = [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(typed.filter(([name]) => !/password/i.test(name)));
}

/** Sends a form. Where that fails, the form says why and keeps what was typed, in place of an error page. */
async function send<S extends FormState>(action: FormAction<S>, previous: S, form: FormData): Promise<S> {
  let failure: NonNullable<FormState> = { ok: false, message: TOO_LARGE };
  if (sizeOf(form) <= MAX_BYTES)
    try {
      return await action(previous, form);
    } catch (error) {
      // Next.js moves to another page by an error.
      unstable_rethrow(error);
      failure = explain(error);
    }
  // What the form has beside, such as the step that it has come to, stays.
  const rest = { errors: {}, signInAgain: false, isOld: false, outcomeUnknown: false };
  return { ...previous, ...rest, ...failure, values: typedValues(form) } as S;
}

/**
 * `useActionState` for the form of a server action: when the store can't be reached, has been updated meanwhile or
 * fails, that is a state of the form. Without script, the form is sent to the action itself.
 * @param initial the state before the form is sent
 */
export function useFormAction<S extends FormState>(action: FormAction<S>, initial: Awaited<S> | null = null) {
  const isServer = typeof window === "undefined";
  return useActionState<S | null, FormData>(
    // The server has to render the action itself, so that a browser without script can call it.
    isServer ? (action as FormAction<S | null>) : (previous, form) => send(action, previous as S, form),
    initial,
  );
}
