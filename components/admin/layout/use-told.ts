"use client";

import { useEffect, useRef } from "react";

/** Closes the question that was answered when what a form has to say arrives. */
export function useTold(state: { ok: boolean } | null) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!state) return;
    for (const question of form.current?.querySelectorAll("details") ?? []) question.open = false;
  }, [state]);
  return form;
}
