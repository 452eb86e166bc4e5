import type { Metadata } from "next";
import Link from "next/link";
import { MessagePage } from "#components/shared/message-page.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function AdminNotFound() {
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
      <Link href="/admin" className="font-semibold text-accent-text underline underline-offset-4">
        Back to the overview
      </Link>
    </MessagePage>
  );
}
