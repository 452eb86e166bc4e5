import Link from "next/link";
import type { ReactNode } from "react";
import { PaletteOpener } from "#components/admin/palette/palette-opener.tsx";
import { PageKeys } from "#components/admin/table/page-keys.tsx";
import { Logo } from "#components/shared/logo.tsx";
import { LogoutForm } from "#components/shared/logout-form.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { SkipLink } from "#components/ui/skip-link.tsx";
import { AdminNav } from "./admin-nav.tsx";

/** What is around every admin page. */
export function AdminLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <SkipLink />
      <header className="border-line border-b">
        <div className="shell flex flex-wrap items-center gap-x-4 py-2 md:py-3">
          <Link href="/admin" prefetch={false} className="flex min-h-11 items-center gap-2.5">
            <Logo className="h-8 w-auto" />
            <span className="font-display font-extrabold text-lg tracking-tight">Admin</span>
          </Link>
          <div className="ml-auto">
            <PaletteOpener />
          </div>
          <Link href="/" prefetch={false} className={buttonClass("quiet")}>
            {/* On a phone there is room for the last word. */}
            <span>
              <span className="max-sm:sr-only">Back to the </span>
              <span className="max-sm:capitalize">store</span>
            </span>
          </Link>
          <LogoutForm inRow />
        </div>
      </header>
      <AdminNav />
      <PageKeys />
      <main id="main" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
    </>
  );
}
