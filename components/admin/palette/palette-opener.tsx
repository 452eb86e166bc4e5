"use client";

import Link from "next/link";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { buttonClass } from "#components/ui/button.ts";
import { Icon } from "#components/ui/icon.tsx";
import { Palette } from "./palette.tsx";

const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform);
const never = () => () => {};

/** Ctrl-K, or Cmd-K on a Mac, where Ctrl-K in a field deletes the rest of its line. */
const isShortcut = ({ ctrlKey, metaKey, altKey, shiftKey, key }: KeyboardEvent) =>
  (isApple() ? metaKey && !ctrlKey : ctrlKey && !metaKey) && !altKey && !shiftKey && key.toLowerCase() === "k";

/**
 * Opens the command palette, by a click or by Ctrl-K on any page of the admin area. Without JavaScript it is a link to a page
 * that finds the same.
 */
export function PaletteOpener() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const shortcut = useSyncExternalStore(
    never,
    () => (isApple() ? "⌘ K" : "Ctrl K"),
    () => "Ctrl K",
  );

  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
  }, [isOpen]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isShortcut(event)) return;
      // In browsers it would go to the address bar.
      event.preventDefault();
      if (dialog.current?.open) dialog.current.close();
      else setOpen(true);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  // Closing it gives the focus back to what had it.
  const close = () => dialog.current?.close();
  return (
    <>
      <Link
        href="/admin/find"
        prefetch={false}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          setOpen(true);
        }}
        className={buttonClass("outline", "max-sm:size-11 max-sm:px-0 sm:px-4!")}
      >
        <Icon name="search" />
        <span className="max-sm:sr-only">Find</span>
        <kbd className="tag ml-1 whitespace-nowrap opacity-80 max-sm:hidden">{shortcut}</kbd>
      </Link>
      {isOpen && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself
        <dialog
          ref={dialog}
          aria-label="Find"
          onClose={() => setOpen(false)}
          onClick={(event) => event.target === event.currentTarget && close()}
          className="mx-auto mt-[8dvh] mb-auto h-fit max-h-[min(40rem,84dvh)] w-[min(42rem,calc(100vw-1.5rem))] max-w-none flex-col overflow-hidden rounded-3xl border-[1.5px] border-edge bg-raised text-ink shadow-[0_18px_60px_var(--shadow)] backdrop:bg-[oklch(0.15_0.02_50/0.5)] open:flex"
        >
          <Palette close={close} />
        </dialog>
      )}
    </>
  );
}
