import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EndSessionsForm } from "#components/admin/people/end-sessions-form.tsx";
import { PersonCart, PersonOrders, PersonPart } from "#components/admin/people/person-lists.tsx";
import { RightsForm } from "#components/admin/people/rights-form.tsx";
import { SessionsTable } from "#components/admin/people/sessions-table.tsx";
import { SetPasswordForm } from "#components/admin/people/set-password-form.tsx";
import { TextLink } from "#components/admin/people/text-link.tsx";
import { describeRights } from "#components/admin/people/users-table.tsx";
import { formatDate } from "#components/shared/format-date.ts";
import { getPerson } from "#lib/account/people/person.ts";
import { nowMs } from "#lib/time.ts";
import { savedQuery } from "#lib/web/forms/saved-notice.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";
import { userParams } from "#lib/web/routes/params.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Person", robots: { index: false } };

interface PersonPageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** One person: what they may do, where they are signed in, what they want and what they have bought. */
export default async function PersonPage({ params, searchParams }: PersonPageProps) {
  const { id } = await params;
  const { user: admin, session } = await requireAdmin(`/admin/users/${encodeURIComponent(id)}`);
  const { saved } = savedQuery.parse(await searchParams);
  const person = userParams.safeParse({ id }).success ? await getPerson(id, session.sid) : null;
  if (!person) notFound();
  const { user, sessions, cart, wishlist, orders } = person;
  const own = user.id === admin.id;
  const facts: [string, string][] = [
    ["Number", user.id],
    ["Name", `${user.firstName} ${user.lastName}`.trim() || "not given"],
    ["E-mail", user.email || "none"],
    ["Rights", describeRights(user)],
    ["Since", formatDate(new Date(user.createdAt))],
  ];
  return (
    <div className="shell flex flex-col gap-10 py-8">
      <header className="flex flex-col gap-4">
        <div>
          <TextLink href="/admin/users">All people</TextLink>
          <h1 className="wrap-anywhere font-display font-extrabold text-4xl tracking-tight">{user.username}</h1>
        </div>
        {saved && <p role="status">The account has been created.</p>}
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-6 gap-y-2">
          {facts.map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-soft">{label}</dt>
              <dd className="wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
        <p>
          <TextLink href={`/admin/audit?${new URLSearchParams({ on: `user:${user.id}` })}`}>
            What was done to this account
          </TextLink>
        </p>
      </header>
      <PersonPart id="sessions" title="Signed in">
        <SessionsTable
          sessions={sessions.map((one) => ({ ...one, user, owner: user.id }))}
          now={nowMs()}
          empty={<p className="text-soft">Nowhere.</p>}
        />
        <EndSessionsForm id={user.id} offered={sessions.length > 1} />
      </PersonPart>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-10 lg:grid-cols-2">
        <PersonCart cart={cart} wishlist={wishlist} />
      </div>
      <PersonPart id="orders" title="Orders">
        <PersonOrders orders={orders} username={user.username} />
      </PersonPart>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-10 lg:grid-cols-2">
        <PersonPart id="rights" title="Rights">
          <RightsForm user={user} own={own} />
        </PersonPart>
        {!own && (
          <PersonPart id="set-password" title="Password">
            <SetPasswordForm id={user.id} username={user.username} />
          </PersonPart>
        )}
      </div>
    </div>
  );
}
