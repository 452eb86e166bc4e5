"use client";

import { useEffect, useRef, useState } from "react";
import type { Metrics } from "#lib/metrics/schema.ts";
import { followFigures } from "./share-stream.ts";

/** Figures are live while new ones come at least so often, in milliseconds. */
const STALE_MS = 4000;

/** The newest figures, and whether they still are those of now. */
interface Figures {
  metrics: Metrics;
  isLive: boolean;
}

/** Follows the figures of the store. Those of the page itself count as live for four seconds. */
export function useFigures(initial: Metrics): Figures {
  const [figures, setFigures] = useState<Figures>({ metrics: initial, isLive: true });
  const newest = useRef(initial.sampledAt);
  useEffect(() => {
    let arrivedAt = performance.now();
    const stop = followFigures((metrics) => {
      // The same figures again are not new: nobody has sampled meanwhile.
      if (metrics.sampledAt === newest.current) return;
      newest.current = metrics.sampledAt;
      arrivedAt = performance.now();
      setFigures({ metrics, isLive: true });
    });
    const timer = setInterval(() => {
      if (performance.now() - arrivedAt < STALE_MS) return;
      setFigures((old) => (old.isLive ? { ...old, isLive: false } : old));
    }, 500);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, []);
  return figures;
}
