"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { makeRecoveryCodesAction } from "#lib/web/actions/second-factor.ts";

/** @param left how many recovery codes are left */
export function RecoveryCodes({ left }: { left: number }) {
  const [state, action] = useFormAction(makeRecoveryCodesAction);
  return (
    <form action={action} className="flex max-w-xl flex-col items-start gap-4">
      <p>
        {left === 0
          ? "You have no recovery codes. Without them, a lost device locks you out."
          : `${left} ${left === 1 ? "code is" : "codes are"} left. New ones make these invalid.`}
      </p>
      <FormMessage state={state} />
      {state?.codes && (
        <>
          <ul className="figures w-full rounded-xl border-[1.5px] border-edge bg-raised p-4 font-semibold">
            {state.codes.map((code) => (
              <li key={code} className="break-all py-0.5">
                {code}
              </li>
            ))}
          </ul>
          <p className="text-soft">
            Print them or put them into your password manager now: they are shown this once. Each is good for one
            sign-in.
          </p>
        </>
      )}
      <SubmitButton busy="Making codes…" look="outline">
        {left === 0 ? "Make recovery codes" : "Make new recovery codes"}
      </SubmitButton>
    </form>
  );
}
