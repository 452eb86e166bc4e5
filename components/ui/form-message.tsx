"use client";

import { useEffect, useRef } from "react";
import { Icon } from "./icon.tsx";

interface FormMessageProps {
  state: { ok: boolean; message?: string; errors?: Record<string, string> } | null;
  /** Fields that show their own error. */
  fields?: readonly string[];
}

/**
 * What a form has to say as a whole, with the errors that belong to no field on the page. It comes into view by itself,
 * and takes the focus when it tells of an error that no field shows, or when what had the focus has gone.
 */
export function FormMessage({ state, fields = [] }: FormMessageProps) {
  const box = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (!state || !box.current) return;
    const isShownByField = box.current.closest("form")?.querySelector("[aria-invalid]");
    const isLost = document.activeElement === document.body;
    if (isLost || (!state.ok && !isShownByField)) box.current.focus({ preventScroll: true });
    box.current.scrollIntoView({ block: "nearest" });
  }, [state]);
  const rest = Object.entries(state?.errors ?? {}).flatMap(([name, error]) => (fields.includes(name) ? [] : error));
  const message = [state?.message, ...rest].filter(Boolean).join(" ");
  if (!state || !message) return null;
  return (
    <p
      ref={box}
      tabIndex={-1}
      role={state.ok ? "status" : "alert"}
      className={`flex scroll-my-28 items-start gap-3 rounded-xl bg-raised px-4 py-3 font-medium outline-none ${state.ok ? "border-[1.5px] border-edge" : "border-2 border-accent-text text-accent-text"}`}
    >
      {state.ok && <Icon name="check" className="mt-0.5 size-5 shrink-0" />}
      {message}
    </p>
  );
}
