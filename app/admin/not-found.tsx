import type { Metadata } from "next";
import { AdminNotFoundMessage } from "#components/admin/layout/admin-not-found-message.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function AdminNotFound() {
  return <AdminNotFoundMessage />;
}
