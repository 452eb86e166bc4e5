interface FormMessageProps {
  state: { ok: boolean; message?: string; errors?: Record<string, string> } | null;
  /** Fields that show their own error. */
  fields?: readonly string[];
}

/** What a form has to say as a whole, with the errors that belong to no field on the page. */
export function FormMessage({ state, fields = [] }: FormMessageProps) {
  const rest = Object.entries(state?.errors ?? {}).flatMap(([name, error]) => (fields.includes(name) ? [] : error));
  const message = [state?.message, ...rest].filter(Boolean).join(" ");
  if (!message) return null;
  return (
    <p
      role={state?.ok ? "status" : "alert"}
      className="rounded-xl border-2 border-accent-text bg-raised px-4 py-3 font-medium text-accent-text"
    >
      {message}
    </p>
  );
}
