"use client";

import { type ComponentProps, type ReactNode, useState } from "react";
import { Field } from "./field.tsx";

interface PasswordFieldProps extends Omit<ComponentProps<typeof Field>, "type"> {
  /** tells password managers whether to fill in or to suggest a password */
  autoComplete: "current-password" | "new-password";
  /** feedback on the password while it is typed */
  children?: ReactNode;
}

/** A password field whose text can be shown. Pasting and password managers work. */
export function PasswordField({ children, ...field }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <div className="flex flex-col gap-1.5">
      <Field
        {...field}
        type={shown ? "text" : "password"}
        {...(shown && { autoCapitalize: "none", autoCorrect: "off" })}
        spellCheck={false}
      />
      <div className="flex items-baseline justify-between gap-4">
        <div className="text-sm text-soft">{children}</div>
        <button
          type="button"
          aria-pressed={shown}
          aria-controls={field.id ?? field.name}
          onClick={() => setShown(!shown)}
          className="min-h-11 shrink-0 px-1 font-semibold text-sm underline decoration-2 decoration-line underline-offset-4 hover:decoration-accent"
        >
          {shown ? "Hide" : "Show"}
          <span className="sr-only">{` ${field.label.toLowerCase()}`}</span>
        </button>
      </div>
    </div>
  );
}
