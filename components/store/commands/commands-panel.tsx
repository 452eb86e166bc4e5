"use client";

import { useEffect, useRef, useState } from "react";
import { Icon } from "#components/ui/icon.tsx";
import { Comparison } from "./comparison.tsx";
import { RequestSlip } from "./request-slip.tsx";
import { useRequests } from "./use-requests.ts";

/** The Redis commands of the visitor's own requests, beside the page, as they happen. */
export function CommandsPanel({ onClose }: { onClose: () => void }) {
  const { read, result } = useRequests();
  const [compared, setCompared] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The page makes room: nothing of it is covered.
    const { dataset } = document.documentElement;
    dataset.commands = "open";
    heading.current?.focus({ preventScroll: true });
    return () => {
      delete dataset.commands;
    };
  }, []);
  const requests = result.state === "here" ? result.requests : [];
  return (
    <aside
      aria-labelledby="commands-heading"
      onKeyDown={(event) => event.key === "Escape" && onClose()}
      className="fixed inset-x-0 bottom-0 z-50 flex max-h-[50svh] flex-col border-edge border-t bg-paper shadow-2xl lg:top-0 lg:left-auto lg:max-h-none lg:w-[26rem] lg:border-t-0 lg:border-l"
    >
      <div className="flex flex-wrap items-center gap-x-4 border-line border-b px-4 py-2">
        <h2
          id="commands-heading"
          ref={heading}
          tabIndex={-1}
          className="flex-1 font-display font-extrabold text-xl outline-none"
        >
          What Redis did for you
        </h2>
        <button
          type="button"
          onClick={onClose}
          aria-label="Close, and note no more requests"
          className="grid size-11 place-items-center"
        >
          <Icon name="cross" className="size-5" />
        </button>
        <label className="flex min-h-11 w-full cursor-pointer items-center gap-3">
          <input
            type="checkbox"
            checked={compared}
            onChange={(event) => setCompared(event.target.checked)}
            className="size-5 accent-(--accent)"
          />
          Compare with one command at a time
        </label>
      </div>
      <div className="flex flex-1 flex-col gap-4 overflow-y-auto p-4">
        {result.state === "loading" && <p role="status">Reading…</p>}
        {result.state === "off" && <p role="status">This store does not show its commands (SHOW_COMMANDS).</p>}
        {result.state === "failed" && (
          <div role="alert" className="flex flex-col items-start gap-2">
            <p>The commands can't be read just now.</p>
            <button type="button" onClick={read} className="min-h-11 font-semibold underline">
              Try again
            </button>
          </div>
        )}
        {result.state === "here" && requests.length === 0 && (
          <div className="flex flex-col items-start gap-2">
            <p>
              {result.begun
                ? "From now on your requests are noted here, and nobody else's. Do something, or load this page again."
                : "There is nothing here yet. Do something, or load this page again."}
            </p>
            <button
              type="button"
              onClick={() => window.location.reload()}
              className="min-h-11 font-semibold underline decoration-2 decoration-accent underline-offset-4"
            >
              Load this page again
            </button>
          </div>
        )}
        {requests.map((request, i) => (
          <RequestSlip key={request.id} request={request} open={i === 0}>
            {compared && request.commands.length > 0 && <Comparison id={request.id} />}
          </RequestSlip>
        ))}
      </div>
    </aside>
  );
}
