"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import type { ListedSession } from "#lib/session/user-sessions.ts";
import { revokeOthersAction, revokeSessionAction } from "#lib/web/actions/account.ts";

/** @param sessions with `lastSeen` as text */
export function SessionList({ sessions }: { sessions: readonly (ListedSession & { lastSeen: string })[] }) {
  const [revokeState, revoke] = useFormAction(revokeSessionAction);
  const [revokeOthersState, revokeOthers] = useFormAction(revokeOthersAction);
  return (
    <div className="flex flex-col gap-4">
      <FormMessage state={revokeOthersState} />
      <FormMessage state={revokeState} />
      <ul className="border-line border-t">
        {sessions.map(({ id, device, current, currentPage, lastSeen }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 border-line border-b py-3">
            <div className="min-w-0">
              <p className="font-semibold">
                {device}
                {current && <span className="font-normal text-soft">, this one</span>}
              </p>
              <p className="figures truncate text-sm text-soft">{`${lastSeen}, on ${currentPage}`}</p>
            </div>
            <form action={revoke}>
              <input type="hidden" name="id" value={id} />
              <button type="submit" className={buttonClass("quiet")}>
                Sign out<span className="sr-only">{` ${device}${current ? ", this one" : ""}`}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <form action={revokeOthers}>
          <SubmitButton busy="Signing out…" look="outline">
            Sign out everywhere else
          </SubmitButton>
        </form>
      )}
    </div>
  );
}
