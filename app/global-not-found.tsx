import type { Metadata } from "next";
import { NotFoundMessage } from "#components/store/layout/not-found-message.tsx";
import { StoreLayout } from "#components/store/layout/store-layout.tsx";
import { Document } from "./document.tsx";

export const metadata: Metadata = { title: "Page not found · Fake Web Retailer" };

/**
 * The page for unknown addresses. It renders the whole document, because Next.js sends every `not-found.tsx` along with
 * each page below it, and with the layout around it, this one would be as large as a product page.
 */
export default function GlobalNotFound() {
  return (
    <Document>
      <StoreLayout>
        <NotFoundMessage />
      </StoreLayout>
    </Document>
  );
}
