"use client";

import { useEffect, useRef } from "react";

/** Focuses the first invalid field when a form comes back with errors. @returns the ref of the form */
export function useFocusFirstError(state: { ok: boolean } | null) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state && !state.ok) form.current?.querySelector<HTMLElement>("[aria-invalid], [data-first]")?.focus();
  }, [state]);
  return form;
}
