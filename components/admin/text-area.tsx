interface TextAreaProps {
  name: string;
  label: string;
  hint?: string;
  error?: string | undefined;
  defaultValue: string;
  maxLength: number;
}

/** A labelled text of several lines, with its hint and error tied to it as those of a Field are. */
export function TextArea({ name, label, hint, error, ...area }: TextAreaProps) {
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={name} className="font-semibold">
        {label}
      </label>
      {hint && (
        <p id={`${name}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      <textarea
        {...area}
        id={name}
        name={name}
        rows={6}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        className="field-sizing-content max-h-[60vh] min-h-36 w-full rounded-xl border-[1.5px] border-edge bg-raised px-4 py-3 text-base aria-invalid:border-2 aria-invalid:border-accent-text"
      />
      {error && (
        <p id={`${name}-error`} className="font-medium text-accent-text text-sm">
          {`${label} ${error}`}
        </p>
      )}
    </div>
  );
}
