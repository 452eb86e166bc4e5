"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { beginTotpAction, removePasskeyAction, removeTotpAction } from "#lib/web/actions/second-factor.ts";

const ACTIONS = { beginTotp: beginTotpAction, removeTotp: removeTotpAction, removePasskey: removePasskeyAction };

interface FactorButtonProps {
  act: keyof typeof ACTIONS;
  /** of a passkey */
  id?: string;
  /** what screen readers add to the label */
  of?: string;
  children: string;
}

/** A button that changes a second factor, with what came of it. */
export function FactorButton({ act, id, of, children }: FactorButtonProps) {
  const [state, action] = useFormAction(ACTIONS[act]);
  return (
    <form action={action} className="flex flex-col items-start gap-3">
      {id && <input type="hidden" name="id" value={id} />}
      <SubmitButton busy={children} look={act === "beginTotp" ? "primary" : "outline"}>
        {children}
        {of && <span className="sr-only">{` ${of}`}</span>}
      </SubmitButton>
      <FormMessage state={state} />
    </form>
  );
}
