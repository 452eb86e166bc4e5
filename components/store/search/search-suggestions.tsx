"use client";

import { lazy, Suspense, useEffect, useState } from "react";

// Loaded when the field gets the focus: most page views do not need it.
const SuggestionList = lazy(() => import("./suggestion-list.tsx").then((file) => ({ default: file.SuggestionList })));

/** Adds suggestions to a search field once it has the focus. */
export function SearchSuggestions({ inputId }: { inputId: string }) {
  const [input, setInput] = useState<HTMLInputElement | null>(null);
  useEffect(() => {
    const field = document.getElementById(inputId);
    if (!(field instanceof HTMLInputElement)) return;
    // Pages are the same for everyone, so the field is filled in from the URL.
    if (location.pathname === "/search") field.value ||= new URLSearchParams(location.search).get("q") ?? "";
    const activate = () => setInput(field);
    if (document.activeElement === field) activate();
    field.addEventListener("focus", activate);
    return () => field.removeEventListener("focus", activate);
  }, [inputId]);
  return (
    input && (
      <Suspense fallback={null}>
        <SuggestionList input={input} />
      </Suspense>
    )
  );
}
