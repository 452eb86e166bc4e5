"use client";

import { useActionState } from "react";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { logoutAction } from "#lib/web/actions/sign-in.ts";

export function LogoutForm() {
  const [state, action] = useActionState(logoutAction, null);
  return (
    <form action={action} className="flex flex-col items-start gap-3">
      <SubmitButton busy="Signing out…" look="outline">
        Sign out
      </SubmitButton>
      <FormMessage state={state} />
    </form>
  );
}
