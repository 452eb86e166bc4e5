import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccountDetails } from "#components/store/account-details.tsx";
import { PageView } from "#components/store/page-view.tsx";
import { currentUser } from "#lib/session/current.ts";
import { listSessions } from "#lib/session/sessions-of-user.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Your account", robots: { index: false } };

export default async function AccountPage() {
  const signedIn = await currentUser();
  if (!signedIn) redirect("/login?next=/account");
  const { user, session } = signedIn;
  const sessions = await listSessions(user.id, session.sid);
  return (
    <>
      <PageView />
      <AccountDetails user={user} session={session} sessions={sessions} />
    </>
  );
}
