"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { buttonClass } from "#components/ui/button.ts";

interface SubmitButtonProps {
  children: ReactNode;
  /** the label while the form is being sent */
  busy: string;
  look?: Parameters<typeof buttonClass>[0];
}

export function SubmitButton({ children, busy, look = "primary" }: SubmitButtonProps) {
  const { pending } = useFormStatus();
  return (
    <button type="submit" aria-disabled={pending} className={buttonClass(look, "min-h-13 px-8 text-lg")}>
      {pending ? busy : children}
    </button>
  );
}
