import Link from "next/link";
import { MessagePage } from "#components/shared/message-page.tsx";

/** The contents of the page for a 403: the visitor is signed in, but is not an administrator. */
export function ForbiddenMessage() {
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
      <Link href="/" prefetch={false} className="font-semibold text-accent-text underline underline-offset-4">
        Back to the store
      </Link>
    </MessagePage>
  );
}
