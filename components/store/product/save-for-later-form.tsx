"use client";

import { type FormEvent, useState } from "react";
import { callApi } from "#components/shared/call-api.ts";
import { showToast } from "#components/store/toast/toast-state.ts";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { saveAction } from "#lib/web/actions/wishlist.ts";
import type { AddableSku } from "./use-add-to-cart.ts";

/** The "Save for later" button of a product page. Without JavaScript it leads to the wishlist; with it, the page stays. */
export function SaveForLaterForm({ sku: { id, name, price, image } }: { sku: AddableSku }) {
  const [saved, setSaved] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    try {
      await callApi("PUT", `/api/wishlist/${encodeURIComponent(id)}`);
      setSaved(true);
      showToast({ kind: "saved", sku: id, name, quantity: 1, unitPrice: price, image });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }
  return (
    <form action={saveAction} onSubmit={save} className="flex flex-col items-center gap-2">
      <input type="hidden" name="sku" value={id} />
      <button type="submit" className={buttonClass("quiet")}>
        {saved ? "Saved for later" : "Save for later"}
      </button>
      <FormMessage state={problem ? { ok: false, message: problem } : null} />
    </form>
  );
}
