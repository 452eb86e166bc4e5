import type { Metadata } from "next";
import { ForbiddenMessage } from "#components/admin/layout/forbidden-message.tsx";

export const metadata: Metadata = { title: "Administrators only" };

export default function Forbidden() {
  return <ForbiddenMessage />;
}
