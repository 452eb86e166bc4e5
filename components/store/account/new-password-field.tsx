"use client";

import { useRef, useState } from "react";
import { PasswordField } from "#components/ui/form/password-field.tsx";

const STRENGTHS = [
  "Very easy to guess.",
  "Easy to guess.",
  "Somewhat hard to guess.",
  "Hard to guess.",
  "Very hard to guess.",
] as const;

/** @returns 0 (weakest) to 4 */
type Estimator = (password: string) => number;

/** The estimator and its dictionaries are large, so they are loaded when somebody begins to type a password. */
async function loadEstimator(): Promise<Estimator> {
  const [{ ZxcvbnFactory }, common] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  const zxcvbn = new ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
  return (password) => zxcvbn.check(password.slice(0, 72)).score;
}

interface NewPasswordFieldProps {
  id?: string;
  label: string;
  error?: string;
}

/** The field for a new password, with a hint how strong it is. The server decides what is refused. */
export function NewPasswordField({ id, label, error }: NewPasswordFieldProps) {
  const [strength, setStrength] = useState("");
  const estimator = useRef<Promise<Estimator> | null>(null);
  async function showStrength(password: string): Promise<void> {
    estimator.current ??= loadEstimator();
    // If the estimator can't be loaded, there is no hint.
    const score = await estimator.current.then((estimate) => estimate(password)).catch(() => null);
    setStrength(password === "" || score === null ? "" : (STRENGTHS[score] ?? ""));
  }
  const clearOnReset = (element: HTMLElement) => {
    const form = element.closest("form");
    const clear = () => setStrength("");
    form?.addEventListener("reset", clear);
    return () => form?.removeEventListener("reset", clear);
  };
  return (
    <PasswordField
      {...(id ? { id } : {})}
      {...(error ? { error } : {})}
      name="password"
      label={label}
      hint="At least 8 characters, at most 72 bytes. A long sentence works well."
      autoComplete="new-password"
      required
      minLength={8}
      onChange={(event) => void showStrength(event.currentTarget.value)}
    >
      <span ref={clearOnReset} role="status">
        {strength}
      </span>
    </PasswordField>
  );
}
