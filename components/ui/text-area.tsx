import type { ComponentProps } from "react";
import { CONTROL, Labelled, tie } from "./labelled.tsx";

interface TextAreaProps extends ComponentProps<"textarea"> {
  name: string;
  label: string;
  hint?: string;
  error?: string | undefined;
}

/** A labelled text of several lines, with its hint and error tied to it. */
export function TextArea({ name, label, hint, error, id = name, ...area }: TextAreaProps) {
  const labels = { id, label, hint, error };
  return (
    <Labelled {...labels}>
      <textarea
        {...area}
        {...tie(labels)}
        name={name}
        rows={6}
        className={`field-sizing-content max-h-[60vh] min-h-36 py-3 ${CONTROL}`}
      />
    </Labelled>
  );
}
