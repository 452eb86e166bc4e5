import type { Metadata } from "next";
import { NotHere } from "#components/store/layout/not-found-message.tsx";
import { Frame } from "#components/store/layout/store-layout.tsx";
import { Document } from "./document.tsx";

export const metadata: Metadata = { title: "Not found · Fake Web Retailer" };

/**
 * The page of an address that no page has. It stands for the whole document: Next.js sends every `not-found.tsx` along
 * with each page below it, and this one, in its frame, is as long as a product.
 */
export default function GlobalNotFound() {
  return (
    <Document>
      <Frame>
        <NotHere />
      </Frame>
    </Document>
  );
}
