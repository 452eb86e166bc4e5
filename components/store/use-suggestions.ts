"use client";

import { useEffect, useState } from "react";
import type { Suggestions } from "#lib/search/suggest.ts";

const QUIET_MS = 120;
const none: Suggestions = { q: "", total: 0, items: [], categories: [] };

/** What to offer for what has been typed, a moment after the last key; the last question wins. */
export function useSuggestions(typed: string): Suggestions {
  const [found, setFound] = useState(none);
  const q = typed.trim();
  useEffect(() => {
    if (!q) {
      setFound(none);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(`/api/suggestions?${new URLSearchParams({ q })}`, { signal: stop.signal });
        if (response.ok) setFound((await response.json()) as Suggestions);
      } catch {
        // The field works without suggestions.
      }
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [q]);
  return found;
}
