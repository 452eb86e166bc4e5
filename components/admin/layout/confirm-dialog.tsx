import type { ReactNode } from "react";

interface ConfirmDialogProps {
  /** the action to confirm, such as "Cancel…" */
  label: string;
  /** the consequences, and the button that performs the action */
  children: ReactNode;
}

/** Asks for confirmation before an action that can't be undone. Works without JavaScript. */
export function ConfirmDialog({ label, children }: ConfirmDialogProps) {
  return (
    <details className="group open:rounded-2xl open:border-2 open:border-accent-text open:p-4">
      <summary className="inline-flex min-h-11 cursor-pointer select-none list-none items-center rounded-full border-[1.5px] border-accent-text px-6 py-2.5 font-semibold text-accent-text hover:bg-accent-text hover:text-paper group-open:min-h-0 group-open:border-0 group-open:p-0 group-open:hover:bg-transparent group-open:hover:text-accent-text [&::-webkit-details-marker]:hidden">
        {label}
      </summary>
      <div className="mt-3 flex max-w-[60ch] flex-col items-start gap-3">{children}</div>
    </details>
  );
}
