import { ConfirmDialog } from "#components/admin/layout/confirm-dialog.tsx";
import { buttonClass } from "#components/ui/button.ts";

const FORWARD = [
  ["shipped", "Ship"],
  ["delivered", "Deliver"],
] as const;

interface TransitionButtonsProps {
  /** the statuses to offer: those that the order allows, or all for several orders */
  transitions: readonly string[];
  /** as in "Cancel the selected orders" */
  subject: string;
}

/** The buttons that change the status of orders. Cancelling asks for confirmation first. */
export function TransitionButtons({ transitions, subject }: TransitionButtonsProps) {
  return (
    <div className="flex flex-wrap items-start gap-3">
      {FORWARD.filter(([to]) => transitions.includes(to)).map(([to, label]) => (
        <button key={to} type="submit" name="to" value={to} className={buttonClass("outline")}>
          {label}
        </button>
      ))}
      {transitions.includes("cancelled") && (
        <ConfirmDialog label="Cancel…">
          <p>
            Only orders that have not been shipped can be cancelled. The products go back in stock. This can't be
            undone.
          </p>
          <button type="submit" name="to" value="cancelled" className={buttonClass("primary")}>
            {`Cancel ${subject}`}
          </button>
        </ConfirmDialog>
      )}
    </div>
  );
}
