import type { Metadata } from "next";
import Link from "next/link";
import { MessagePage } from "#components/shared/message-page.tsx";

export const metadata: Metadata = { title: "Staff only" };

/** The page of a 403: signed in, but no administrator. */
export default function Forbidden() {
  return (
    <MessagePage
      title="Staff only"
      receiptLines={[
        ["Door", "locked"],
        ["Your role", "shopper"],
        ["HTTP", "403"],
      ]}
    >
      <p className="max-w-prose text-lg">This part of the store is for administrators.</p>
      <Link href="/" className="font-semibold text-accent-text underline underline-offset-4">
        Back to the shop
      </Link>
    </MessagePage>
  );
}
