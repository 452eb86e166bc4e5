"use client";

import Link from "next/link";
import { Icon } from "#components/ui/icon.tsx";
import { useVisitor } from "./visitor.ts";

/** The link to the account, with the username once it is known. The width is fixed, so that the layout does not shift. */
export function AccountLink() {
  const user = useVisitor()?.user;
  return (
    <Link
      href="/account"
      prefetch={false}
      aria-label={user ? `Account of ${user.username}` : "Account"}
      className="inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-full px-2.5 font-semibold hover:bg-ink/8 md:w-44 md:justify-start md:px-4"
    >
      <span className="relative">
        <Icon name="person" className="size-6" />
        {user && (
          <span className="-right-0.5 -bottom-0.5 absolute size-2.5 rounded-full border-2 border-paper bg-accent" />
        )}
      </span>
      <span className="hidden truncate md:inline">{user ? user.username : "Account"}</span>
    </Link>
  );
}
