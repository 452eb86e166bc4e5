"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { setDiscountActiveAction } from "#lib/web/actions/discounts.ts";

/** Stops a code, or resumes it. */
export function DiscountSwitch({ code, active }: { code: string; active: boolean }) {
  const [state, action] = useFormAction(setDiscountActiveAction);
  return (
    <form action={action} className="flex flex-col items-start gap-3">
      <FormMessage state={state} />
      <input type="hidden" name="code" value={code} />
      <input type="hidden" name="active" value={active ? "no" : "yes"} />
      <p className="text-soft">
        {active
          ? "Stopping takes effect at once. Orders placed with this code stay as they are."
          : "This code is stopped: it can't be used."}
      </p>
      <button type="submit" className={buttonClass(active ? "outline" : "ink")}>
        {active ? "Stop the code" : "Resume the code"}
      </button>
    </form>
  );
}
