import type { PublicRun } from "#lib/lab/runs/run.ts";
import type { Row } from "#lib/lab/runs/schema.ts";
import { formatFigure, labelOf } from "./figures.ts";
import { formatUtc } from "./format.ts";

/** What a load measures, by its parameter `via`. */
export const LAYERS = { redis: "Redis layer", http: "web store over HTTP" } as const;
export type Layer = keyof typeof LAYERS;

const FIGURES = ["target", "achieved", "successRate", "p50", "p95", "p99", "max", "processes", "generatorCpu"] as const;

/** The newest finished load of each layer; null where there is none. @param runs newest first */
export function newestOfLayers(runs: readonly PublicRun[]): Record<Layer, PublicRun | null> {
  const find = (layer: Layer) =>
    runs.find(({ kind, state, params }) => kind === "load" && state === "done" && params.via === layer) ?? null;
  return { redis: find("redis"), http: find("http") };
}

/** The figures of one load of each layer, side by side. */
export function compareLayers({ redis, http }: Record<Layer, PublicRun | null>): Row[] {
  const show = (run: PublicRun | null, name: string) => {
    const { latencyMs, figures, ...rest } = run?.result ?? {};
    const all: Record<string, unknown> = { ...rest, ...latencyMs, ...figures };
    const value = all[name];
    return typeof value === "number" || typeof value === "string" ? formatFigure(name, value) : "-";
  };
  const row = (figure: string, of: (run: PublicRun | null) => string): Row => ({
    figure,
    [LAYERS.redis]: of(redis),
    [LAYERS.http]: of(http),
  });
  return [
    row("run", (run) => (run ? formatUtc(run.startedAt) : "none yet")),
    ...FIGURES.map((name) => row(labelOf(name), (run) => show(run, name))),
  ];
}
