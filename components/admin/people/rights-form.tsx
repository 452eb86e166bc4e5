"use client";

import { ConfirmDialog } from "#components/admin/layout/confirm-dialog.tsx";
import { useCloseOnResult } from "#components/admin/layout/use-close-on-result.ts";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import type { User } from "#lib/user/schema.ts";
import { changeRightsAction } from "#lib/web/actions/people.ts";

interface RightsFormProps {
  user: Pick<User, "id" | "username" | "role" | "disabled">;
  /** whether it is whoever looks at it */
  own: boolean;
}

/** Grants and takes away rights. What takes something away is asked for first. */
export function RightsForm({ user, own }: RightsFormProps) {
  const [state, action] = useFormAction(changeRightsAction);
  const form = useCloseOnResult(state);
  if (own) return <p className="text-soft">This is you. Nobody takes away their own rights.</p>;
  const { id, username, role, disabled } = user;
  return (
    <form ref={form} action={action} className="flex flex-col gap-4">
      <FormMessage state={state} />
      <input type="hidden" name="id" value={id} />
      <div className="flex flex-wrap items-start gap-3">
        {role === "admin" ? (
          <ConfirmDialog label="Make a shopper…">
            <p>{`${username} loses access to these pages with the next request, and is signed out everywhere.`}</p>
            <button type="submit" name="go" value="demote" className={buttonClass("primary")}>
              {`Make ${username} a shopper`}
            </button>
          </ConfirmDialog>
        ) : (
          <ConfirmDialog label="Make an administrator…">
            <p>{`${username} can do all that you can, from the next sign-in on.`}</p>
            <button type="submit" name="go" value="promote" className={buttonClass("primary")}>
              {`Make ${username} an administrator`}
            </button>
          </ConfirmDialog>
        )}
        {disabled ? (
          <button type="submit" name="go" value="enable" className={buttonClass("ink")}>
            Enable the account
          </button>
        ) : (
          <ConfirmDialog label="Disable…">
            <p>{`${username} is signed out everywhere and can't sign in until you enable the account again.`}</p>
            <button type="submit" name="go" value="disable" className={buttonClass("primary")}>
              {`Disable ${username}`}
            </button>
          </ConfirmDialog>
        )}
      </div>
    </form>
  );
}
