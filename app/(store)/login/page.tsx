import type { Metadata } from "next";
import Link from "next/link";
import { LoginForm } from "#components/store/account/login-form.tsx";
import { SignInFrame } from "#components/store/account/sign-in-frame.tsx";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { nextContext } from "#lib/web/request/next-context.ts";
import { currentUser } from "#lib/web/request/visitor.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Sign in", robots: { index: false } };

interface LoginPageProps {
  searchParams: Promise<{ next?: string | string[]; again?: string | string[] }>;
}

const writes = [
  ["session:<new>", "hash, 1 h"],
  ["sessions_of:<you>", "ZADD"],
  ["cart:<you>", "+ guest cart"],
] as const;

export default async function LoginPage({ searchParams }: LoginPageProps) {
  const { next, again } = await searchParams;
  const user = again === undefined ? undefined : (await currentUser(await nextContext()))?.user;
  const target = typeof next === "string" ? next : undefined;
  return (
    <SignInFrame title="Sign in" writes={writes}>
      <PageView />
      {user && (
        <p>
          {"You are signed in as "}
          <strong className="break-words">{user.username}</strong>. Sign in again to confirm that it is you.
        </p>
      )}
      <LoginForm next={target} username={user?.username} />
      <p>
        New here?{" "}
        <Link
          href={target ? `/register?${new URLSearchParams({ next: target })}` : "/register"}
          prefetch={false}
          className="inline-flex min-h-11 items-center font-semibold underline decoration-2 decoration-accent underline-offset-4"
        >
          Create an account
        </Link>
        . Your cart is kept.
      </p>
    </SignInFrame>
  );
}
