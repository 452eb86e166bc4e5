import type { ComponentProps } from "react";
import { CONTROL_CLASS, controlProps, LabelledControl } from "./labelled-control.tsx";

interface SelectFieldProps extends ComponentProps<"select"> {
  name: string;
  label: string;
  hint?: string;
  error?: string;
  defaultValue: string;
}

/** A select with a label, a hint and an error, linked for screen readers. Its options are its children. */
export function SelectField({ name, label, hint, error, id = name, defaultValue, ...select }: SelectFieldProps) {
  const labels = { id, label, hint, error };
  return (
    <LabelledControl {...labels}>
      <select
        // React resets a form after its action to the initial values: the key makes this one the initial value.
        key={defaultValue}
        {...select}
        {...controlProps(labels)}
        name={name}
        defaultValue={defaultValue}
        className={`min-h-12 ${CONTROL_CLASS}`}
      />
    </LabelledControl>
  );
}
