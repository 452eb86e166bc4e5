"use client";

import { lazy, Suspense, useEffect, useState } from "react";

// Fetched when somebody goes to the field: most pages are read without it.
const SuggestionList = lazy(() => import("./suggestion-list.tsx").then((file) => ({ default: file.SuggestionList })));

/** Makes a search field answer while somebody types. Until then, and without JavaScript, it is a field of a form. */
export function SearchSuggestions({ inputId }: { inputId: string }) {
  const [input, setInput] = useState<HTMLInputElement | null>(null);
  useEffect(() => {
    const field = document.getElementById(inputId);
    if (!(field instanceof HTMLInputElement)) return;
    // The pages are the same for everyone: what was searched for stands in the address alone.
    if (location.pathname === "/search") field.value ||= new URLSearchParams(location.search).get("q") ?? "";
    const wake = () => setInput(field);
    if (document.activeElement === field) wake();
    field.addEventListener("focus", wake);
    return () => field.removeEventListener("focus", wake);
  }, [inputId]);
  return (
    input && (
      <Suspense fallback={null}>
        <SuggestionList input={input} />
      </Suspense>
    )
  );
}
