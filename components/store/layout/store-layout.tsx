import type { ReactNode } from "react";
import { Toast } from "#components/store/toast/toast.tsx";
import { Footer } from "./footer.tsx";
import { Header } from "./header.tsx";

/** The layout of every page of the store. The same for everyone, so that pages can be cached. */
export function StoreLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <a
        href="#main"
        className="-translate-y-24 fixed top-2 left-2 z-50 rounded-full bg-ink px-5 py-3 font-semibold text-paper focus:translate-y-0"
      >
        Skip to content
      </a>
      <Header />
      <main id="main" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <Footer />
      <Toast />
    </>
  );
}
