import type { Metadata } from "next";
import { NewUserForm } from "#components/admin/people/new-user-form.tsx";
import { TextLink } from "#components/admin/people/text-link.tsx";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "New account", robots: { index: false } };

export default async function NewUserPage() {
  await requireAdmin("/admin/users/new");
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <div>
        <TextLink href="/admin/users">All people</TextLink>
        <h1 className="font-display font-extrabold text-4xl tracking-tight">New account</h1>
      </div>
      <NewUserForm />
    </div>
  );
}
