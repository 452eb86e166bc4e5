"use client";

import { useCallback, useEffect, useState } from "react";
import type { ShownRequest } from "#lib/command-log/schema.ts";

/** The visitor's own requests with their commands, followed while a panel shows them. */

/** After a request of the page its entry takes this long to be written, in milliseconds. */
const SETTLE_MS = 200;

const ADDRESS = "/api/commands";

async function call(method: string): Promise<{ requests: ShownRequest[] | null } | "off" | null> {
  const response = await fetch(ADDRESS, { method, cache: "no-store" });
  if (response.status === 404) return "off";
  if (!response.ok) throw new Error(String(response.status));
  return response.status === 204 ? null : response.json();
}

/** Whether a request that the browser made is one that the log has. */
function isNoted(name: string): boolean {
  const { origin, pathname } = new URL(name);
  return origin === window.location.origin && !pathname.startsWith("/_next/") && !pathname.startsWith(ADDRESS);
}

/** Ends the log; a page that is left meanwhile ends it as well. */
export function endRequests(): void {
  void fetch(ADDRESS, { method: "DELETE", keepalive: true }).catch(() => {});
}

export type Requests =
  | { state: "loading" }
  | { state: "failed" }
  /** SHOW_COMMANDS=false */
  | { state: "off" }
  /** `begun`: the log has begun just now, so this page is not in it */
  | { state: "here"; begun: boolean; requests: readonly ShownRequest[] };

/** Begins a log unless there is one, and reads it again whenever the page has made a request. */
export function useRequests(): { read: () => void; result: Requests } {
  const [result, setResult] = useState<Requests>({ state: "loading" });
  const read = useCallback(async () => {
    try {
      const found = await call("GET");
      if (found === "off") setResult({ state: "off" });
      else if (found?.requests) {
        const { requests } = found;
        setResult((last) => ({ state: "here", begun: last.state === "here" && last.begun, requests }));
      } else {
        await call("POST");
        setResult({ state: "here", begun: true, requests: [] });
      }
    } catch {
      setResult({ state: "failed" });
    }
  }, []);
  useEffect(() => {
    void read();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new PerformanceObserver((list) => {
      if (!list.getEntries().some(({ name }) => isNoted(name))) return;
      clearTimeout(timer);
      timer = setTimeout(read, SETTLE_MS);
    });
    observer.observe({ type: "resource" });
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [read]);
  return { read, result };
}
