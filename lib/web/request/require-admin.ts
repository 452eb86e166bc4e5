import { forbidden, redirect } from "next/navigation";
import { nextContext } from "./next-context.ts";
import { recordRefusal } from "./record.ts";
import { currentUser, type SignedIn } from "./visitor.ts";

/**
 * The administrator who requests a page. Every admin page calls it, not their layout, which Next.js does not run again
 * from page to page. Visitors who are not signed in are sent to sign in and return; others get 403. One round trip; two
 * the first time that a process sees the session.
 * @param path of the page, to return to
 */
export async function requireAdmin(path: string): Promise<SignedIn> {
  const context = await nextContext();
  const visitor = await currentUser(context);
  if (!visitor) redirect(`/login?next=${encodeURIComponent(path)}`);
  if (visitor.user.role === "admin") return visitor;
  await recordRefusal(context, visitor.user.id, path);
  forbidden();
}
