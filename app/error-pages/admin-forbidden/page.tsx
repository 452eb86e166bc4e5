import type { Metadata } from "next";
import { AdminLayout } from "#components/admin/frame/admin-layout.tsx";
import { ForbiddenMessage } from "#components/admin/layout/forbidden-message.tsx";

export const metadata: Metadata = { title: "Administrators only", robots: { index: false } };

/** Sent by the front to who may not see an admin page (lib/front/error-documents.ts); nobody asks for it. */
export default function ForbiddenPage() {
  return (
    <AdminLayout>
      <ForbiddenMessage />
    </AdminLayout>
  );
}
