"use client";

import { useEffect, useRef } from "react";

/** Closes the open confirmations of a form when the result of its action arrives. @returns the ref of the form */
export function useCloseOnResult(result: { ok: boolean } | null) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!result) return;
    for (const confirmation of form.current?.querySelectorAll("details") ?? []) confirmation.open = false;
  }, [result]);
  return form;
}
