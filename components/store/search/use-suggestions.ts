import { useEffect, useState } from "react";
import type { Suggestions } from "#lib/search/suggest.ts";

/** Typing is waited for so long, in ms. */
const PAUSE_MS = 120;

/** What the shop suggests for a text. A question that was overtaken is called off; the last answer stays meanwhile. */
export function useSuggestions(text: string): Suggestions | null {
  const [suggestions, setSuggestions] = useState<Suggestions | null>(null);
  const q = text.trim();
  useEffect(() => {
    if (q === "") return setSuggestions(null);
    const overtaken = new AbortController();
    const ask = async () => {
      const response = await fetch(`/api/suggestions?${new URLSearchParams({ q })}`, { signal: overtaken.signal });
      if (response.ok) setSuggestions((await response.json()) as Suggestions);
    };
    // Without an answer the form still works.
    const timer = setTimeout(() => ask().catch(() => {}), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      overtaken.abort();
    };
  }, [q]);
  return suggestions;
}
