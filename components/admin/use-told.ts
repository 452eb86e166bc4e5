"use client";

import { useEffect, useRef } from "react";

/** Brings what a form has to say into view when it arrives, and closes the question that was answered. */
export function useTold(state: { ok: boolean } | null) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!state) return;
    for (const question of form.current?.querySelectorAll("details") ?? []) question.open = false;
    form.current?.querySelector('[role="status"], [role="alert"]')?.scrollIntoView({ block: "nearest" });
  }, [state]);
  return form;
}
