"use client";

import { useSyncExternalStore } from "react";

/** What the toast reports: the last product added to the cart, removed from it, or saved for later. */
interface ToastMessage {
  kind: "added" | "removed" | "saved";
  sku: string;
  name: string;
  quantity: number;
  /** a decimal string */
  unitPrice: string;
  image: string;
  /** of the product, where it is known and has one */
  purchaseLimit?: number | null;
}

/** The toast disappears after this time, in milliseconds. */
const DURATION_MS = 6000;

let current: ToastMessage | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** Keeps the toast while the pointer or the focus is on it. */
export const pauseToast = () => clearTimeout(timer);

export function resumeToast(): void {
  clearTimeout(timer);
  if (current) timer = setTimeout(() => replace(null), DURATION_MS);
}

function replace(next: ToastMessage | null): void {
  current = next;
  resumeToast();
  for (const listener of listeners) listener();
}

/** Shows a toast instead of the current one. If the same product is added again, the quantities are added up. */
export function showToast(message: ToastMessage): void {
  const same = current?.kind === message.kind && current.sku === message.sku ? current : null;
  const quantity = same && message.kind === "added" ? same.quantity + message.quantity : message.quantity;
  replace({ ...message, quantity });
}

export const dismissToast = () => replace(null);

export function useToast(): ToastMessage | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
    () => null,
  );
}
