"use client";

import { useActionState } from "react";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { setDiscountActiveAction } from "#lib/web/actions/discounts.ts";

/** Stops a code, or lets it be used again. */
export function DiscountSwitch({ code, active }: { code: string; active: boolean }) {
  const [state, action] = useActionState(setDiscountActiveAction, null);
  return (
    <form action={action} className="flex flex-col items-start gap-3">
      <FormMessage state={state} />
      <input type="hidden" name="code" value={code} />
      <input type="hidden" name="active" value={active ? "no" : "yes"} />
      <p className="text-soft">
        {active ? "Stopped, it is refused at once; orders placed with it stay." : "Stopped: nobody can use it."}
      </p>
      <button type="submit" className={buttonClass(active ? "outline" : "ink")}>
        {active ? "Stop the code" : "Resume the code"}
      </button>
    </form>
  );
}
