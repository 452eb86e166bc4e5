import Link from "next/link";
import { formatDate } from "#components/shared/format-date.ts";
import { LogoutForm } from "#components/shared/logout-form.tsx";
import { OrderList } from "#components/store/order/order-list.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { Barcode } from "#components/ui/receipt/barcode.tsx";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";
import { type Activity, describeActivity } from "#lib/audit/describe.ts";
import type { Order } from "#lib/order/schema.ts";
import type { Session } from "#lib/session/schema.ts";
import type { ListedSession } from "#lib/session/user-sessions.ts";
import type { User } from "#lib/user/schema.ts";
import { ActivityList } from "./activity-list.tsx";
import { DeleteAccountForm } from "./delete-account-form.tsx";
import { PasswordForm } from "./password-form.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { SessionList } from "./session-list.tsx";

interface AccountDetailsProps {
  user: User;
  session: Session;
  /** all active sessions of this user */
  sessions: readonly ListedSession[];
  /** the newest few */
  orders: readonly Order[];
  /** the newest of what was done to the account */
  activity: readonly Activity[];
  hasSecondFactor: boolean;
  /** whether the sign-in is fresh enough to change the name without the password */
  isFresh: boolean;
}

export function AccountDetails({
  user,
  session,
  sessions,
  orders,
  activity,
  hasSecondFactor,
  isFresh,
}: AccountDetailsProps) {
  return (
    <div className="shell grid items-start gap-x-20 gap-y-14 pt-10 sm:pt-16 lg:grid-cols-[1fr_24rem]">
      <div className="flex min-w-0 flex-col gap-12">
        <div>
          <p className="tag text-soft">{`Customer no. ${user.id}`}</p>
          <h1 className="break-words font-display font-extrabold text-5xl leading-[0.95] tracking-tight sm:text-7xl">
            {`Hello, ${user.username}.`}
          </h1>
          <p className="mt-3 break-words text-lg text-soft">{user.email}</p>
          {user.role === "admin" && (
            <p className="mt-5">
              <Link href="/admin" prefetch={false} className={buttonClass("outline")}>
                Go to admin
              </Link>
            </p>
          )}
        </div>
        <section aria-labelledby="orders">
          <h2 id="orders" className="font-display font-extrabold text-3xl tracking-tight">
            Orders
          </h2>
          {orders.length > 0 ? (
            <div className="mt-4">
              <OrderList orders={orders} />
            </div>
          ) : (
            <p className="mt-3 max-w-[48ch] text-soft">
              No orders yet. Your cart is the same on every device where you sign in.
            </p>
          )}
          <p className="mt-4 flex flex-wrap gap-3">
            <Link href="/cart" prefetch={false} className={buttonClass("primary")}>
              Go to your cart
            </Link>
            <Link href="/orders" prefetch={false} className={buttonClass("outline")}>
              All your orders
            </Link>
            <Link href="/wishlist" prefetch={false} className={buttonClass("outline")}>
              Your wishlist
            </Link>
          </p>
        </section>
        <section aria-labelledby="devices">
          <h2 id="devices" className="mb-4 font-display font-extrabold text-3xl tracking-tight">
            Where you are signed in
          </h2>
          <SessionList
            sessions={sessions.map((device) => ({
              ...device,
              lastSeen: `last seen ${formatDate(new Date(device.lastActivity))}`,
            }))}
          />
        </section>
        <section aria-labelledby="activity">
          <h2 id="activity" className="mb-2 font-display font-extrabold text-3xl tracking-tight">
            Recent activity
          </h2>
          <p className="mb-4 text-soft">If something here was not you, change your password.</p>
          <ActivityList
            entries={activity.map((entry) => ({
              id: entry.id,
              what: describeActivity(entry),
              at: formatDate(new Date(entry.at)),
              from: [entry.device, entry.address].filter(Boolean).join(", "),
            }))}
          />
        </section>
        <section aria-labelledby="profile">
          <h2 id="profile" className="mb-4 font-display font-extrabold text-3xl tracking-tight">
            Profile
          </h2>
          <ProfileForm
            asksPassword={!isFresh}
            user={{ username: user.username, email: user.email, firstName: user.firstName, lastName: user.lastName }}
          />
        </section>
        <section aria-labelledby="second-factor">
          <h2 id="second-factor" className="mb-2 font-display font-extrabold text-3xl tracking-tight">
            Second factor
          </h2>
          <p className="mb-4 text-soft">
            {hasSecondFactor
              ? "In use: a sign-in needs more than your password."
              : "None yet. An authenticator app or a passkey protects your account when somebody learns your password."}
          </p>
          <Link href="/account/second-factor" prefetch={false} className={buttonClass("outline")}>
            {hasSecondFactor ? "Change your second factor" : "Set one up"}
          </Link>
        </section>
        <section aria-labelledby="password-change">
          <h2 id="password-change" className="mb-2 font-display font-extrabold text-3xl tracking-tight">
            Password
          </h2>
          <p className="mb-4 text-soft">A new password signs you out everywhere else.</p>
          <PasswordForm username={user.username} />
        </section>
        <div className="flex flex-col gap-8">
          <LogoutForm />
          <DeleteAccountForm />
        </div>
      </div>
      <Receipt label="Your session" className="lg:rotate-1">
        <ReceiptHead title="Your session">as stored in Redis</ReceiptHead>
        <ReceiptRule />
        <p className="font-bold">{`HGETALL session:…`}</p>
        <dl className="flex flex-col gap-1">
          <ReceiptLine label="user_id" value={user.id} />
          <ReceiptLine label="username" value={user.username} />
          <ReceiptLine label="device" value={session.device} />
          <ReceiptLine label="created_at" value={formatDate(new Date(session.createdAt * 1000))} />
          <ReceiptLine label="last_activity" value={formatDate(new Date(session.lastActivity * 1000))} />
          <ReceiptLine label="current_page" value={session.currentPage} />
          <ReceiptLine label="page_views" value={session.pageViews} />
        </dl>
        <ReceiptRule />
        <Barcode value={`user:${user.id}`} />
      </Receipt>
    </div>
  );
}
