import type { ReactNode } from "react";
import { Toast } from "#components/store/toast/toast.tsx";
import { SkipLink } from "#components/ui/skip-link.tsx";
import { Footer } from "./footer.tsx";
import { Header } from "./header.tsx";

/** The layout of every page of the store. The same for everyone, so that pages can be cached. */
export function StoreLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <SkipLink />
      <Header />
      <main id="main" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <Footer />
      <Toast />
    </>
  );
}
