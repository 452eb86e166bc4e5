import type { ReactNode } from "react";

/** The texts of a field; `id` is that of its control. */
interface ControlLabels {
  id: string;
  label: string;
  hint?: string | undefined;
  /** goes on from the label: "is required" after "Password" */
  error?: string | undefined;
}

/** The attributes that link a control to its hint and error. */
export function controlProps({ id, hint, error }: ControlLabels) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return { id, "aria-invalid": error ? true : undefined, "aria-describedby": described || undefined };
}

/** The classes of every form control, without its height. */
export const CONTROL_CLASS =
  "w-full rounded-xl border-[1.5px] border-edge bg-raised px-4 text-base aria-invalid:border-2 aria-invalid:border-accent-text";

/** A control with its label and hint above it, and its error below. */
export function LabelledControl({ id, label, hint, error, children }: ControlLabels & { children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      {children}
      {error && (
        <p id={`${id}-error`} className="font-medium text-accent-text text-sm">
          {`${label} ${error}`}
        </p>
      )}
    </div>
  );
}
