"use client";

import { useEffect, useState } from "react";
import type { Run, Sample } from "#lib/lab/runs/schema.ts";

/** A run that is followed from the samples that the page came with. */
export interface FollowedRun {
  run: Run;
  samples: readonly Sample[];
  /** Whether events arrive; the browser makes a lost connection anew by itself and goes on after the last sample. */
  connected: boolean;
}

/** Follows a run by server-sent events until its end. */
export function useRun(initial: Run, before: readonly Sample[], lastId: string): FollowedRun {
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
