"use client";

import { useEffect } from "react";
import { recordPageView } from "./visitor.ts";

interface PageViewProps {
  /** The path to record; by default the path of the URL. */
  page?: string;
  sku?: string;
}

/** Sends the one personal request of a page view, also after a client-side navigation. */
export function PageView({ page, sku }: PageViewProps) {
  useEffect(() => {
    const record = () => void recordPageView(page ?? window.location.pathname, sku);
    // The timer makes an effect that React runs twice in development count once.
    const timer = setTimeout(record);
    const onPageShow = (event: PageTransitionEvent) => event.persisted && record();
    window.addEventListener("pageshow", onPageShow);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pageshow", onPageShow);
    };
  }, [page, sku]);
  return null;
}
