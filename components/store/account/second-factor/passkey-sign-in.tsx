"use client";

import { useState } from "react";
import { callApi } from "#components/shared/call-api.ts";
import { buttonClass } from "#components/ui/button.ts";
import { localPath } from "#lib/web/forms/local-path.ts";
import { explainPasskeyError, useHasPasskeys } from "./use-has-passkeys.ts";

interface PasskeySignInProps {
  /** the path to go to afterwards */
  next: string | undefined;
  look: Parameters<typeof buttonClass>[0];
}

async function signIn(next: string | undefined): Promise<void> {
  // Loaded by those who use it.
  const { startAuthentication } = await import("@simplewebauthn/browser");
  const { token, options } = await callApi<{
    token: string;
    options: Parameters<typeof startAuthentication>[0]["optionsJSON"];
  }>("POST", "/api/auth/passkey/options");
  const response = await startAuthentication({ optionsJSON: options });
  await callApi("POST", "/api/auth/passkey", { token, response });
  window.location.assign(localPath(next, "/account"));
}

/** A button that signs in with a passkey; nothing where the browser has none. */
export function PasskeySignIn({ next, look }: PasskeySignInProps) {
  const hasPasskeys = useHasPasskeys();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  if (!hasPasskeys) return null;
  function press() {
    if (busy) return;
    setBusy(true);
    setError("");
    signIn(next).catch((reason) => {
      setError(explainPasskeyError(reason));
      setBusy(false);
    });
  }
  return (
    <div className="flex flex-col gap-2">
      <button type="button" aria-disabled={busy} onClick={press} className={buttonClass(look, "min-h-13 text-lg")}>
        {busy ? "Waiting for your device…" : "Use a passkey"}
      </button>
      <p role="alert" className="font-medium text-accent-text empty:hidden">
        {error}
      </p>
    </div>
  );
}
