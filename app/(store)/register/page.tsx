import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import Link from "next/link";
import { RegisterForm } from "#components/store/account/register-form.tsx";
import { SignInFrame } from "#components/store/account/sign-in-frame.tsx";
import { PageView } from "#components/store/visitor/page-view.tsx";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Create an account", robots: { index: false } };

interface RegisterPageProps {
  searchParams: Promise<{ next?: string | string[] }>;
}

const writes = [
  ["username_to_id:<name>", "SET NX"],
  ["email_to_id:<e-mail>", "SET NX"],
  ["user:<id>", "hash"],
  ["session:<new>", "hash, 1 h"],
  ["cart:<id>", "+ guest cart"],
] as const;

export default async function RegisterPage({ searchParams }: RegisterPageProps) {
  const { next } = await searchParams;
  const target = typeof next === "string" ? next : undefined;
  return (
    <SignInFrame title="Create an account" writes={writes}>
      <PageView />
      <RegisterForm next={target} formKey={randomUUID()} />
      <p>
        Already have an account?{" "}
        <Link
          href={target ? `/login?${new URLSearchParams({ next: target })}` : "/login"}
          prefetch={false}
          className="inline-flex min-h-11 items-center font-semibold underline decoration-2 decoration-accent underline-offset-4"
        >
          Sign in
        </Link>
      </p>
    </SignInFrame>
  );
}
