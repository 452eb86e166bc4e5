"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { buttonClass } from "#components/ui/button.ts";

interface SubmitButtonProps {
  children: ReactNode;
  /** the label while the form is being sent */
  busy: string;
  look?: Parameters<typeof buttonClass>[0];
  size?: keyof typeof SIZES;
  /** what the form says was pressed, where it has several buttons */
  name?: string;
  value?: string;
}

const SIZES = { small: "", large: "min-h-13 px-8 text-lg" } as const;

export function SubmitButton({ children, busy, look = "primary", size = "large", ...button }: SubmitButtonProps) {
  const { pending } = useFormStatus();
  return (
    <button type="submit" {...button} aria-disabled={pending} className={buttonClass(look, SIZES[size])}>
      {pending ? busy : children}
    </button>
  );
}
