import type { ReactNode } from "react";

/** What a field says beside its value; `id` is that of its control. */
export interface Labels {
  id: string;
  label: string;
  hint?: string | undefined;
  /** its name is the field's: "Password needs …" */
  error?: string | undefined;
}

/** What ties a control to its hint and error. */
export function tie({ id, hint, error }: Labels) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return { id, "aria-invalid": error ? true : undefined, "aria-describedby": described || undefined };
}

/** How every control of a form looks; the height is its own. */
export const CONTROL =
  "w-full rounded-xl border-[1.5px] border-edge bg-raised px-4 text-base aria-invalid:border-2 aria-invalid:border-accent-text";

/** A control with its label above and its error below. */
export function Labelled({ id, label, hint, error, children }: Labels & { children: ReactNode }) {
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
