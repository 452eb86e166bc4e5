"use client";

import { usePathname } from "next/navigation";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { endRequests } from "./use-requests.ts";

const CommandsPanel = lazy(() => import("./commands-panel.tsx").then((module) => ({ default: module.CommandsPanel })));

/** Kept for the tab, so that the panel is there again on the next page. */
const OPEN = "commands-panel";

/** Opens the panel; without script it leads to the page that shows the same. */
export function CommandsLink() {
  const [isOpen, setOpen] = useState(false);
  // The page shows the same.
  const isPage = usePathname() === "/commands";
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => setOpen(sessionStorage.getItem(OPEN) !== null), []);
  const open = () => {
    sessionStorage.setItem(OPEN, "open");
    setOpen(true);
  };
  const close = () => {
    sessionStorage.removeItem(OPEN);
    setOpen(false);
    endRequests();
    link.current?.focus();
  };
  return (
    <>
      <a
        ref={link}
        href="/commands"
        aria-expanded={isOpen && !isPage}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          if (isPage) return;
          event.preventDefault();
          open();
        }}
        className="inline-flex min-h-11 items-center self-start font-semibold underline decoration-2 decoration-accent underline-offset-4"
      >
        See the Redis commands behind this page
      </a>
      {isOpen && !isPage && (
        <Suspense>
          <CommandsPanel onClose={close} />
        </Suspense>
      )}
    </>
  );
}
