"use client";

import { useSyncExternalStore } from "react";

/** What the strip at the edge of the page says: the last thing put into the cart, taken out or saved for later. */
export interface Announcement {
  id: number;
  kind: "added" | "removed" | "saved";
  sku: string;
  name: string;
  quantity: number;
  /** a decimal string */
  unitPrice: string;
  image: string;
}

/** It goes away by itself after so long, in milliseconds. */
const STAYS_MS = 6000;

let current: Announcement | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** It stays as long as somebody is at it. */
export const holdAnnouncement = () => clearTimeout(timer);

export function releaseAnnouncement(): void {
  clearTimeout(timer);
  if (current) timer = setTimeout(() => show(null), STAYS_MS);
}

function show(next: Announcement | null): void {
  current = next;
  releaseAnnouncement();
  for (const listener of listeners) listener();
}

/** Shows it in place of the one before; the same product added again counts up. */
export function announce(news: Omit<Announcement, "id">): void {
  const same = current?.kind === news.kind && current.sku === news.sku ? current : null;
  const quantity = same && news.kind === "added" ? same.quantity + news.quantity : news.quantity;
  show({ ...news, quantity, id: (current?.id ?? 0) + 1 });
}

export const dismissAnnouncement = () => show(null);

export function useAnnouncement(): Announcement | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
    () => null,
  );
}
