import { useEffect, useState } from "react";
import type { Suggestions } from "#lib/search/suggest.ts";

/** How long to wait for more typing, in ms. */
const DEBOUNCE_MS = 120;

/** The suggestions for a text. A newer text aborts the request of the older one, whose suggestions stay until the reply. */
export function useSuggestions(text: string): Suggestions | null {
  const [suggestions, setSuggestions] = useState<Suggestions | null>(null);
  const q = text.trim();
  useEffect(() => {
    if (q === "") return setSuggestions(null);
    const controller = new AbortController();
    const load = async () => {
      const response = await fetch(`/api/suggestions?${new URLSearchParams({ q })}`, { signal: controller.signal });
      if (response.ok) setSuggestions((await response.json()) as Suggestions);
    };
    // Without suggestions the form still works.
    const timer = setTimeout(() => load().catch(() => {}), DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [q]);
  return suggestions;
}
