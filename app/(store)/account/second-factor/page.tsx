import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { FactorSettings } from "#components/store/account/second-factor/factor-settings.tsx";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { readFactors } from "#lib/account/second-factor/factors.ts";
import { readTotpSetup } from "#lib/account/second-factor/totp.ts";
import { publicIdOf } from "#lib/session/identity.ts";
import { isFresh } from "#lib/web/request/admit.ts";
import { nextContext } from "#lib/web/request/next-context.ts";
import { NO_PASSKEYS, relyingPartyOf } from "#lib/web/request/relying-party.ts";
import { currentUser } from "#lib/web/request/visitor.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Second factor", robots: { index: false } };

interface SecondFactorPageProps {
  searchParams: Promise<{ setup?: string | string[]; added?: string | string[] }>;
}

export default async function SecondFactorPage({ searchParams }: SecondFactorPageProps) {
  const context = await nextContext();
  const signedIn = await currentUser(context);
  if (!signedIn) redirect("/login?next=/account/second-factor");
  const { user, session } = signedIn;
  const { setup, added } = await searchParams;
  const [factors, pending] = await Promise.all([
    readFactors(user.id),
    setup === undefined || !isFresh(signedIn) ? null : readTotpSetup(user, publicIdOf(session.sid)),
  ]);
  return (
    <div className="shell pt-10 sm:pt-16">
      <PageView />
      <p className="tag text-soft">
        <Link href="/account" prefetch={false} className="underline underline-offset-4">
          Your account
        </Link>
      </p>
      <h1 className="mb-8 font-display font-extrabold text-5xl leading-[0.95] tracking-tight sm:text-6xl">
        Second factor
      </h1>
      {added !== undefined && (
        <p
          role="status"
          className="mb-8 max-w-xl rounded-xl border-[1.5px] border-edge bg-raised px-4 py-3 font-medium"
        >
          Your authenticator app is in use, and all other devices are signed out. Make recovery codes below.
        </p>
      )}
      <FactorSettings factors={factors} setup={pending} noPasskeys={relyingPartyOf(context) ? null : NO_PASSKEYS} />
    </div>
  );
}
