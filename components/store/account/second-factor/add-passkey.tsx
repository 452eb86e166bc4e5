"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/shared/call-api.ts";
import { buttonClass } from "#components/ui/button.ts";
import { Field } from "#components/ui/form/field.tsx";
import { explainPasskeyError, useHasPasskeys } from "./use-has-passkeys.ts";

async function add(name: string): Promise<void> {
  const { startRegistration } = await import("@simplewebauthn/browser");
  const { token, options } = await callApi<{
    token: string;
    options: Parameters<typeof startRegistration>[0]["optionsJSON"];
  }>("POST", "/api/account/passkeys/options");
  const response = await startRegistration({ optionsJSON: options });
  await callApi("POST", "/api/account/passkeys", { token, name, response });
}

/** Adds a passkey of this device. It needs JavaScript, as passkeys do. */
export function AddPasskey() {
  const router = useRouter();
  const hasPasskeys = useHasPasskeys();
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState({ ok: true, text: "" });
  if (!hasPasskeys) return <p className="text-soft">This browser has no passkeys, or no JavaScript to use them.</p>;
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const name = String(new FormData(form).get("name"));
    setBusy(true);
    setMessage({ ok: true, text: "" });
    try {
      await add(name);
      form.reset();
      setMessage({ ok: true, text: "Passkey added. All other devices are signed out." });
      router.refresh();
    } catch (error) {
      setMessage({ ok: false, text: explainPasskeyError(error) });
    }
    setBusy(false);
  }
  return (
    <form onSubmit={submit} className="flex max-w-xl flex-col gap-4">
      <Field name="name" label="Name of the passkey" hint="For example “Laptop” or “Phone”." required maxLength={64} />
      <div>
        <button type="submit" aria-disabled={busy} className={buttonClass("outline")}>
          {busy ? "Waiting for your device…" : "Add a passkey"}
        </button>
      </div>
      <p
        role={message.ok ? "status" : "alert"}
        className={`font-medium empty:hidden ${message.ok ? "" : "text-accent-text"}`}
      >
        {message.text}
      </p>
    </form>
  );
}
