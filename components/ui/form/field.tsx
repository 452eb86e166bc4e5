import type { ComponentProps } from "react";
import { CONTROL_CLASS, controlProps, LabelledControl } from "./labelled-control.tsx";

interface FieldProps extends ComponentProps<"input"> {
  name: string;
  label: string;
  hint?: string;
  error?: string;
}

/** An input with a label, a hint and an error, linked for screen readers. */
export function Field({ name, label, hint, error, id = name, type = "text", ...input }: FieldProps) {
  const labels = { id, label, hint, error };
  return (
    <LabelledControl {...labels}>
      <input {...input} {...controlProps(labels)} type={type} name={name} className={`min-h-12 ${CONTROL_CLASS}`} />
    </LabelledControl>
  );
}
