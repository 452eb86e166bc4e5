"use client";

import type { ReactNode } from "react";
import { ConfirmDialog } from "#components/admin/layout/confirm-dialog.tsx";
import { useCloseOnResult } from "#components/admin/layout/use-close-on-result.ts";
import { type Column, DataTable, ROW_CLASS } from "#components/admin/table/data-table.tsx";
import { SelectAll, SelectBox, SelectionCount } from "#components/admin/table/select-boxes.tsx";
import { useSelection } from "#components/admin/table/use-selection.ts";
import { formatAge } from "#components/shared/format-age.ts";
import { formatCount } from "#components/shared/format-count.ts";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import type { AnySession } from "#lib/session/all-sessions.ts";
import { endSessionAction } from "#lib/web/actions/people.ts";
import { TextLink } from "./text-link.tsx";

interface SessionsTableProps {
  sessions: readonly AnySession[];
  /** now, in ms since 1970: the ages are the same on the server and in the browser */
  now: number;
  /** whether it says whose each is */
  withUsers?: boolean;
  /** in place of the table when there are none: the form stays, because it says that the last one has ended */
  empty: ReactNode;
}

/** A session as the action takes it: its public id, and whose it is. */
const formValueOf = ({ id, user }: AnySession) => [id, ...(user ? [user.id] : [])].join(" ");

const age = (time: string, now: number) => formatAge((now - Date.parse(time)) / 1000);

/** Sessions, each with a button that ends it, and one for those selected. One form, which works without JavaScript. */
export function SessionsTable({ sessions, now, withUsers = false, empty }: SessionsTableProps) {
  const [state, action] = useFormAction(endSessionAction);
  const form = useCloseOnResult(state);
  const selection = useSelection(form, "chosen", sessions);
  const nameOf = ({ user, owner }: AnySession) => user?.username ?? `guest ${owner.slice(1, 7)}`;
  const describeSession = (session: AnySession) => `the session of ${nameOf(session)} on ${session.currentPage}`;
  const head: Column[] = [
    { title: "Select", isUnseen: true, className: "w-8", before: <SelectAll {...selection} /> },
    ...(withUsers ? [{ title: "Who", className: "pr-4" }] : []),
    { title: "Looks at", className: "pr-4" },
    { title: "Seen", className: "hidden pr-4 text-right sm:table-cell" },
    { title: "Here for", className: "hidden pr-4 text-right md:table-cell" },
    { title: "Views", className: "hidden pr-4 text-right md:table-cell" },
    { title: "With", className: "hidden pr-4 pl-6 lg:table-cell" },
    { title: "End it", isUnseen: true },
  ];
  const contents = (
    <>
      <FormMessage state={state} />
      {sessions.length === 0 ? (
        empty
      ) : (
        <DataTable caption="Sessions" head={head}>
          {sessions.map((session) => (
            <tr key={session.id} className={ROW_CLASS}>
              <td className="w-8">
                {!session.current && (
                  <SelectBox name="chosen" value={formValueOf(session)} label={describeSession(session)} />
                )}
              </td>
              {withUsers && (
                <td className="pr-4">
                  {session.user ? (
                    <TextLink href={`/admin/users/${session.user.id}`}>{session.user.username}</TextLink>
                  ) : (
                    <span className="figures whitespace-nowrap text-sm text-soft">{nameOf(session)}</span>
                  )}
                </td>
              )}
              <td className="wrap-anywhere py-1 pr-4">
                <span className="figures text-sm">{session.currentPage}</span>
                <span className="block text-soft text-xs sm:hidden">{`${age(session.lastActivity, now)} ago`}</span>
              </td>
              <td className="figures hidden whitespace-nowrap pr-4 text-right text-sm sm:table-cell">
                {`${age(session.lastActivity, now)} ago`}
              </td>
              <td className="figures hidden whitespace-nowrap pr-4 text-right text-sm md:table-cell">
                {age(session.createdAt, now)}
              </td>
              <td className="figures hidden pr-4 text-right text-sm md:table-cell">
                {session.pageViews.toLocaleString("en")}
                <span className="sr-only">{` page ${formatCount(session.pageViews, "view").split(" ")[1]}`}</span>
              </td>
              <td className="hidden pr-4 pl-6 text-sm lg:table-cell">{session.user ? session.device : ""}</td>
              <td className="text-right">
                {session.current ? (
                  <span className="inline-flex min-h-11 items-center whitespace-nowrap text-sm text-soft">yours</span>
                ) : (
                  <button type="submit" name="session" value={formValueOf(session)} className={buttonClass("quiet")}>
                    End
                    <span className="sr-only">{` ${describeSession(session)}`}</span>
                  </button>
                )}
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </>
  );
  // A form without a button would be none.
  if (sessions.every(({ current }) => current)) return <div className="flex flex-col gap-4">{contents}</div>;
  return (
    <form ref={form} action={action} className="flex flex-col gap-4">
      {contents}
      {sessions.length > 1 && (
        <div className="flex flex-col items-start gap-3">
          <SelectionCount selected={selection.selected} />
          <ConfirmDialog label="End the selected…">
            <p>Whoever is signed in there has to sign in again. A guest keeps the cart.</p>
            <button type="submit" className={buttonClass("primary")}>
              End the selected sessions
            </button>
          </ConfirmDialog>
        </div>
      )}
    </form>
  );
}
