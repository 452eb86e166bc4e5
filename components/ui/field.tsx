import type { ComponentProps } from "react";

interface FieldProps extends ComponentProps<"input"> {
  name: string;
  label: string;
  hint?: string;
  error?: string;
}

/** A labelled input with its hint and error tied to it. The error's name is the field's: "Password needs …". */
export function Field({ name, label, hint, error, id = name, ...input }: FieldProps) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
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
      <input
        {...input}
        id={id}
        name={name}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        className="min-h-12 w-full rounded-xl border-[1.5px] border-edge bg-raised px-4 text-base aria-invalid:border-accent-text aria-invalid:border-2"
      />
      {error && (
        <p id={`${id}-error`} className="font-medium text-accent-text text-sm">
          {`${label} ${error}`}
        </p>
      )}
    </div>
  );
}
