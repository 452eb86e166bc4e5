import { useEffect, useState } from "react";
import type { PaletteResults } from "#lib/palette/schema.ts";

/** How long to wait for more typing, in ms. */
const DEBOUNCE_MS = 150;
/** How long to wait for the reply, in ms: longer than the store waits for Redis. */
const TIMEOUT_MS = 8000;

/** What is known of a text. */
export type PaletteState =
  | { kind: "idle" }
  | { kind: "loading" }
  | { kind: "found"; results: PaletteResults }
  | { kind: "failed"; message: string };

const UNREACHABLE = "The store can't be reached. Check the connection.";
const AWAY = "The database does not answer, so only pages are found now.";
const SIGNED_OUT = "Your sign-in has ended. Load the page again to sign in.";
const FAILED = "Something went wrong, so only pages are found now.";

async function load(q: string, signal: AbortSignal): Promise<PaletteState> {
  const query = new URLSearchParams({ q });
  const reply = await fetch(`/api/admin/palette?${query}`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  }).catch(() => null);
  if (!reply) return { kind: "failed", message: UNREACHABLE };
  if (reply.ok) return { kind: "found", results: (await reply.json()) as PaletteResults };
  if (reply.status === 401 || reply.status === 403) return { kind: "failed", message: SIGNED_OUT };
  return { kind: "failed", message: reply.status === 503 ? AWAY : FAILED };
}

/**
 * What the store finds for a text. A newer text aborts the request of the older one, whose results are never shown for it.
 * @param attempt another number asks again
 */
export function usePaletteResults(q: string, attempt: number): PaletteState {
  const [known, setKnown] = useState<{ of: string; state: PaletteState } | null>(null);
  const asked = `${attempt} ${q}`;
  useEffect(() => {
    if (q === "") return;
    const controller = new AbortController();
    const settle = (state: PaletteState) => {
      if (!controller.signal.aborted) setKnown({ of: asked, state });
    };
    const work = () => load(q, controller.signal).then(settle, () => settle({ kind: "failed", message: FAILED }));
    const timer = setTimeout(work, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [q, asked]);
  if (q === "") return { kind: "idle" };
  return known?.of === asked ? known.state : { kind: "loading" };
}
