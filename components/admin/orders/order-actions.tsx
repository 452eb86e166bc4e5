"use client";

import { useActionState } from "react";
import { useTold } from "#components/admin/layout/use-told.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { transitionOrdersAction } from "#lib/web/actions/orders.ts";
import { OrderMoves } from "./transition-buttons.tsx";

/** What can be done with one order as it stands. */
export function OrderDesk({ id, moves }: { id: string; moves: readonly string[] }) {
  const [state, action] = useActionState(transitionOrdersAction, null);
  const form = useTold(state);
  return (
    <form ref={form} action={action} className="flex flex-col gap-4">
      <FormMessage state={state} />
      <input type="hidden" name="order" value={id} />
      {moves.length > 0 ? (
        <OrderMoves moves={moves} what="this order" />
      ) : (
        <p className="text-soft">Nothing is left to be done with it.</p>
      )}
    </form>
  );
}
