import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccountDetails } from "#components/store/account/account-details.tsx";
import { categoryHues } from "#components/store/product/category-hues.ts";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { RecentlyViewed } from "#components/store/visitor/recently-viewed.tsx";
import { methodsOf, readFactors } from "#lib/account/second-factor/factors.ts";
import { groupActivity } from "#lib/audit/describe.ts";
import { listActivity } from "#lib/audit/store.ts";
import { listOrders } from "#lib/order/store.ts";
import { listSessions } from "#lib/session/user-sessions.ts";
import { isFresh } from "#lib/web/request/admit.ts";
import { nextContext } from "#lib/web/request/next-context.ts";
import { currentUser } from "#lib/web/request/visitor.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Your account", robots: { index: false } };

export default async function AccountPage() {
  const signedIn = await currentUser(await nextContext());
  if (!signedIn) redirect("/login?next=/account");
  const { user, session } = signedIn;
  const [sessions, orders, activity, factors] = await Promise.all([
    listSessions(user.id, session.sid),
    listOrders(user.id, { limit: 3 }),
    listActivity(user.id, 100).then((entries) => groupActivity(entries).slice(0, 10)),
    readFactors(user.id),
  ]);
  return (
    <>
      <PageView />
      <AccountDetails
        {...{ user, session, sessions, activity }}
        orders={orders.items}
        hasSecondFactor={methodsOf(factors).length > 0}
        isFresh={isFresh(signedIn)}
      />
      <RecentlyViewed categoryHues={categoryHues} />
    </>
  );
}
