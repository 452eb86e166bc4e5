"use client";

import { useEffect } from "react";
import { recordPageView } from "./visitor.ts";

interface PageViewProps {
  /** The path that is recorded; the browser's own unless the page says otherwise. */
  page?: string;
  sku?: string;
}

/** Sends the one request of this page view, also after a navigation without a reload. */
export function PageView({ page, sku }: PageViewProps) {
  useEffect(() => {
    const view = () => void recordPageView(page ?? window.location.pathname, sku);
    // By the timer, an effect that React runs twice in development still counts once.
    const timer = setTimeout(view);
    const shownAgain = (event: PageTransitionEvent) => event.persisted && view();
    window.addEventListener("pageshow", shownAgain);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pageshow", shownAgain);
    };
  }, [page, sku]);
  return null;
}
