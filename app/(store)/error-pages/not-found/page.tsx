import type { Metadata } from "next";
import { NotFoundMessage } from "#components/store/layout/not-found-message.tsx";

export const metadata: Metadata = { title: "Page not found", robots: { index: false } };

/** Sent by the front for what is missing in the store (lib/front/error-documents.ts); nobody asks for it. */
export default function NotFoundPage() {
  return <NotFoundMessage />;
}
