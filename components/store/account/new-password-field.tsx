"use client";

import { useRef, useState } from "react";
import { PasswordField } from "#components/ui/password-field.tsx";

const VERDICTS = [
  "Guessed at once.",
  "Guessed soon.",
  "Would hold for a while.",
  "Hard to guess.",
  "Very hard to guess.",
] as const;

type Judge = (password: string) => number;

/** The estimator and its dictionaries are large: they come when somebody begins to type a password. */
async function loadJudge(): Promise<Judge> {
  const [{ ZxcvbnFactory }, common] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  const estimator = new ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
  return (password) => estimator.check(password.slice(0, 72)).score;
}

interface NewPasswordFieldProps {
  id?: string;
  label: string;
  error?: string;
}

/** A password that somebody chooses, with a hint how long it would hold. The server decides what is refused. */
export function NewPasswordField({ id, label, error }: NewPasswordFieldProps) {
  const [verdict, setVerdict] = useState("");
  const judge = useRef<Promise<Judge> | null>(null);
  async function hint(password: string): Promise<void> {
    judge.current ??= loadJudge();
    // A hint that does not load is a hint less.
    const score = await judge.current.then((of) => of(password)).catch(() => null);
    setVerdict(password === "" || score === null ? "" : (VERDICTS[score] ?? ""));
  }
  const forgetOnReset = (note: HTMLElement) => {
    const form = note.closest("form");
    const forget = () => setVerdict("");
    form?.addEventListener("reset", forget);
    return () => form?.removeEventListener("reset", forget);
  };
  return (
    <PasswordField
      {...(id ? { id } : {})}
      {...(error ? { error } : {})}
      name="password"
      label={label}
      hint="8 characters or more, at most 72 bytes. Length is all we ask; long sentences are welcome."
      autoComplete="new-password"
      required
      minLength={8}
      onChange={(event) => void hint(event.currentTarget.value)}
    >
      <span ref={forgetOnReset} role="status">
        {verdict}
      </span>
    </PasswordField>
  );
}
