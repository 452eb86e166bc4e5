"use client";

import { useCloseOnResult } from "#components/admin/layout/use-close-on-result.ts";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { transitionOrdersAction } from "#lib/web/actions/orders.ts";
import { TransitionButtons } from "./transition-buttons.tsx";

/** The status changes that an order allows now. */
export function OrderActions({ id, transitions }: { id: string; transitions: readonly string[] }) {
  const [state, action] = useFormAction(transitionOrdersAction);
  const form = useCloseOnResult(state);
  return (
    <form ref={form} action={action} className="flex flex-col gap-4">
      <FormMessage state={state} />
      <input type="hidden" name="order" value={id} />
      {transitions.length > 0 ? (
        <TransitionButtons transitions={transitions} subject="this order" />
      ) : (
        <p className="text-soft">The status of this order can't change any more.</p>
      )}
    </form>
  );
}
