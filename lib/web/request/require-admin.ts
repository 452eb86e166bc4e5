import { forbidden, redirect } from "next/navigation";
import { nextContext } from "./next-context.ts";
import { currentUser, type SignedIn } from "./visitor.ts";

/**
 * For every admin page, not for their layout, which Next.js does not run again from page to page: the administrator
 * who asks. Guests are sent to sign in and come back; others get 403. Two round trips.
 * @param path of the page, to come back to
 */
export async function requireAdmin(path: string): Promise<SignedIn> {
  const visitor = await currentUser(await nextContext());
  if (!visitor) redirect(`/login?next=${encodeURIComponent(path)}`);
  if (visitor.user.role !== "admin") forbidden();
  return visitor;
}
