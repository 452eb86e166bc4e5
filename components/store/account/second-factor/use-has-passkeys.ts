"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether this browser can use passkeys here; false until the page has its script. */
export function useHasPasskeys(): boolean {
  return useSyncExternalStore(
    never,
    () => window.isSecureContext && "PublicKeyCredential" in window,
    () => false,
  );
}

/** Why a browser did not make or use a passkey, in plain words. */
export function explainPasskeyError(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "AbortError") return "That was cancelled, or took too long. Try again.";
  if (name === "InvalidStateError") return "This device has a passkey for your account already.";
  return error instanceof Error ? error.message : "Your browser could not use a passkey.";
}
