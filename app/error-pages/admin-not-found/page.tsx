import type { Metadata } from "next";
import { AdminLayout } from "#components/admin/frame/admin-layout.tsx";
import { AdminNotFoundMessage } from "#components/admin/layout/admin-not-found-message.tsx";

export const metadata: Metadata = { title: "Not found", robots: { index: false } };

/** Sent by the front for what is missing in the admin area (lib/front/error-documents.ts); nobody asks for it. */
export default function AdminNotFoundPage() {
  return (
    <AdminLayout>
      <AdminNotFoundMessage />
    </AdminLayout>
  );
}
