"use client";

import { useEffect, useRef } from "react";
import { Icon } from "#components/ui/icon.tsx";

interface FormMessageProps {
  state: {
    ok: boolean;
    message?: string;
    errors?: Record<string, string>;
    signInAgain?: boolean;
    isOld?: boolean;
  } | null;
  /** Fields that show their own error. */
  fields?: readonly string[];
}

/**
 * The message of a form, with the errors of fields that are not on the page. It scrolls into view, and takes the focus
 * when it reports an error that no field shows, or when the focused element is gone.
 */
export function FormMessage({ state, fields = [] }: FormMessageProps) {
  const box = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (!state || !box.current) return;
    const hasFieldError = box.current.closest("form")?.querySelector("[aria-invalid]");
    const isFocusLost = document.activeElement === document.body;
    if (isFocusLost || (!state.ok && !hasFieldError)) box.current.focus({ preventScroll: true });
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
      {state.signInAgain || state.isOld ? (
        <span>
          {message}{" "}
          <a
            href={state.isOld ? "" : "/login?again=1"}
            target="_blank"
            rel="noopener"
            className="underline decoration-2 underline-offset-4"
          >
            {state.isOld ? "Open the page anew in a new tab" : "Sign in in a new tab"}
          </a>
          {state.isOld ? "; what you typed stays here to be copied." : ", then send this form again."}
        </span>
      ) : (
        message
      )}
    </p>
  );
}
