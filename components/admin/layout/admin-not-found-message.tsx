import Link from "next/link";
import { MessagePage } from "#components/shared/message-page.tsx";

/** The contents of the page for something missing in the admin area. */
export function AdminNotFoundMessage() {
  return (
    <MessagePage
      title="Not found."
      receiptLines={[
        ["1 × this page", "not found"],
        ["Searched", "Redis"],
        ["Status", "404"],
      ]}
    >
      <p className="max-w-prose text-lg">This page does not exist. What it showed may have been removed.</p>
      <Link href="/admin" prefetch={false} className="font-semibold text-accent-text underline underline-offset-4">
        Back to the overview
      </Link>
    </MessagePage>
  );
}
