import type { ComponentProps } from "react";
import { CONTROL_CLASS, controlProps, LabelledControl } from "./labelled-control.tsx";

interface TextAreaProps extends ComponentProps<"textarea"> {
  name: string;
  label: string;
  hint?: string;
  error?: string | undefined;
}

/** A multi-line field with a label, a hint and an error, linked for screen readers. */
export function TextArea({ name, label, hint, error, id = name, ...area }: TextAreaProps) {
  const labels = { id, label, hint, error };
  return (
    <LabelledControl {...labels}>
      <textarea
        {...area}
        {...controlProps(labels)}
        name={name}
        rows={6}
        className={`field-sizing-content max-h-[60vh] min-h-36 py-3 ${CONTROL_CLASS}`}
      />
    </LabelledControl>
  );
}
