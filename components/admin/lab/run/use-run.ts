"use client";

import { useEffect, useState } from "react";
import type { PublicRun } from "#lib/lab/runs/run.ts";
import type { Sample } from "#lib/lab/runs/schema.ts";

/** The current state of a run, with the samples that the page came with and those that followed. */
interface FollowedRun {
  run: PublicRun;
  samples: readonly Sample[];
  /** Whether events arrive. The browser reconnects automatically and continues after the last sample. */
  connected: boolean;
}

/** Follows a run until its end, by server-sent events. */
export function useRun(initial: PublicRun, before: readonly Sample[], lastId: string): FollowedRun {
  const [run, setRun] = useState(initial);
  const [samples, setSamples] = useState(before);
  const [connected, setConnected] = useState(false);
  const { id, state } = initial;
  useEffect(() => {
    if (state !== "running") return;
    const source = new EventSource(
      `/api/admin/runs/${id}/events?${new URLSearchParams(lastId ? { after: lastId } : {})}`,
    );
    source.addEventListener("open", () => setConnected(true));
    source.addEventListener("error", () => setConnected(false));
    source.addEventListener("sample", (event) => {
      const sample: Sample = JSON.parse(event.data);
      setSamples((old) => [...old, sample]);
    });
    source.addEventListener("run", (event) => setRun(JSON.parse(event.data)));
    source.addEventListener("end", () => source.close());
    return () => source.close();
  }, [id, state, lastId]);
  return { run, samples, connected };
}
