import type { ReactNode } from "react";
import { AdminLayout } from "#components/admin/frame/admin-layout.tsx";

/**
 * The layout of the admin pages. Each page checks by itself that the visitor is an administrator (require-admin.ts).
 */
export default function Layout({ children }: { children: ReactNode }) {
  return <AdminLayout>{children}</AdminLayout>;
}
