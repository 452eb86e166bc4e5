import type { ComponentProps } from "react";
import { CONTROL, Labelled, tie } from "./labelled.tsx";

interface FieldProps extends ComponentProps<"input"> {
  name: string;
  label: string;
  hint?: string;
  error?: string;
}

/** A labelled input with its hint and error tied to it. */
export function Field({ name, label, hint, error, id = name, ...input }: FieldProps) {
  const labels = { id, label, hint, error };
  return (
    <Labelled {...labels}>
      <input {...input} {...tie(labels)} name={name} className={`min-h-12 ${CONTROL}`} />
    </Labelled>
  );
}
