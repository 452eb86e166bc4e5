"use client";

import { useEffect } from "react";

/** Arrows with Shift: no key of a browser, and not a character, which speech input would type by accident (WCAG 2.1.4). */
const PAGES: Readonly<Record<string, string>> = { ArrowRight: "next", ArrowLeft: "first" };

/** Where Shift and an arrow select text or change a value. */
const TYPED_INTO = "input:not([type=checkbox]), textarea, select, [contenteditable], [role=slider]";

/** Follows the links of a pager by Shift and an arrow, except while somebody types or has text selected. */
export function PageKeys() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const page = PAGES[event.key];
      if (!page || !event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(TYPED_INTO)) return;
      if (getSelection()?.isCollapsed === false || document.querySelector("dialog[open]")) return;
      const link = document.querySelector<HTMLAnchorElement>(`main a[data-page="${page}"]`);
      if (!link) return;
      event.preventDefault();
      link.click();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return null;
}
