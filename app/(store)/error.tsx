"use client";

import { DeadEnd } from "#components/store/dead-end.tsx";
import { buttonClass } from "#components/ui/button.ts";

export default function StoreError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : "none";
  return (
    <DeadEnd
      title="The till is jammed."
      slip={[
        ["1 × this page", "void"],
        ["Your cart", "safe"],
        ["Reference", digest],
      ]}
    >
      <p className="max-w-[44ch] text-lg text-soft">
        This page could not be printed just now. It is us, not you; nothing you have put into your cart is lost.
      </p>
      <div className="flex flex-wrap gap-3">
        <button type="button" onClick={retry} className={buttonClass("primary")}>
          Try again
        </button>
        {/* A full load, in case what broke lives in this window. */}
        <a href="/" className={buttonClass("outline")}>
          Back to the ground floor
        </a>
      </div>
    </DeadEnd>
  );
}
