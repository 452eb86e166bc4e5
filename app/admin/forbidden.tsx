import type { Metadata } from "next";
import Link from "next/link";
import { MessagePage } from "#components/shared/message-page.tsx";

export const metadata: Metadata = { title: "Administrators only" };

/** The page for a 403: the visitor is signed in, but is not an administrator. */
export default function Forbidden() {
  return (
    <MessagePage
      title="Administrators only"
      receiptLines={[
        ["Access", "denied"],
        ["Your role", "shopper"],
        ["Status", "403"],
      ]}
    >
      <p className="max-w-prose text-lg">This part of the store is for administrators.</p>
      <Link href="/" className="font-semibold text-accent-text underline underline-offset-4">
        Back to the store
      </Link>
    </MessagePage>
  );
}
