"use client";

import type { ReactNode } from "react";
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

const age = (time: string, now: number) => formatAge((now - Date.parse(time)) / 1000);

/** Sessions, each with a button that ends it. One form, which works without JavaScript. */
export function SessionsTable({ sessions, now, withUsers = false, empty }: SessionsTableProps) {
  const [state, action] = useFormAction(endSessionAction);
  const nameOf = ({ user, owner }: AnySession) => user?.username ?? `guest ${owner.slice(1, 7)}`;
  const contents = (
    <>
      <FormMessage state={state} />
      {sessions.length === 0 ? (
        empty
      ) : (
        <table className="w-full text-left">
          <caption className="sr-only">Sessions</caption>
          <thead className="tag text-soft">
            <tr>
              {withUsers && (
                <th scope="col" className="py-2 pr-4">
                  Who
                </th>
              )}
              <th scope="col" className="py-2 pr-4">
                Looks at
              </th>
              <th scope="col" className="hidden pr-4 text-right sm:table-cell">
                Seen
              </th>
              <th scope="col" className="hidden pr-4 text-right md:table-cell">
                Here for
              </th>
              <th scope="col" className="hidden pr-4 text-right md:table-cell">
                Views
              </th>
              <th scope="col" className="hidden pr-4 pl-6 lg:table-cell">
                With
              </th>
              <th scope="col">
                <span className="sr-only">End it</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <tr key={session.id} className="border-line border-t">
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
                    <button
                      type="submit"
                      name="session"
                      value={[session.id, ...(session.user ? [session.user.id] : [])].join(" ")}
                      className={buttonClass("quiet")}
                    >
                      End
                      <span className="sr-only">{` the session of ${nameOf(session)} on ${session.currentPage}`}</span>
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
  // A form without a button would be none.
  if (sessions.every(({ current }) => current)) return <div className="flex flex-col gap-4">{contents}</div>;
  return (
    <form action={action} className="flex flex-col gap-4">
      {contents}
    </form>
  );
}
