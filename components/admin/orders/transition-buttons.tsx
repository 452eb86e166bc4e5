import { AskFirst } from "#components/admin/layout/confirm-dialog.tsx";
import { buttonClass } from "#components/ui/button.ts";

const ONWARD = [
  ["shipped", "Ship"],
  ["delivered", "Deliver"],
] as const;

interface OrderMovesProps {
  /** where the orders may go; all of it where they differ */
  moves: readonly string[];
  /** as in "Cancel the ticked orders" */
  what: string;
}

/** The buttons of a form with orders: onward at once, backward only after a question. */
export function OrderMoves({ moves, what }: OrderMovesProps) {
  return (
    <div className="flex flex-wrap items-start gap-3">
      {ONWARD.filter(([to]) => moves.includes(to)).map(([to, label]) => (
        <button key={to} type="submit" name="to" value={to} className={buttonClass("outline")}>
          {label}
        </button>
      ))}
      {moves.includes("cancelled") && (
        <AskFirst label="Cancel …">
          <p>Only what is not shipped yet can be cancelled. Its stock goes back on the shelf. It can't be undone.</p>
          <button type="submit" name="to" value="cancelled" className={buttonClass("primary")}>
            {`Cancel ${what}`}
          </button>
        </AskFirst>
      )}
    </div>
  );
}
