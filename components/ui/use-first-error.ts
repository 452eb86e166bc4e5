"use client";

import { useEffect, useRef } from "react";

/** Takes the focus to the first field in error whenever a new state of the form arrives. */
export function useFirstError(state: { ok: boolean } | null) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state && !state.ok) form.current?.querySelector<HTMLElement>("[aria-invalid], [data-first]")?.focus();
  }, [state]);
  return form;
}
