import type { ReactNode } from "react";
import { ReceiptStrip } from "#components/store/cart/added-receipt.tsx";
import { Footer } from "./footer.tsx";
import { Header } from "./header.tsx";

/** What stands around every page of the shop. The same for everyone. */
export function Frame({ children }: { children: ReactNode }) {
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
      <ReceiptStrip />
    </>
  );
}
