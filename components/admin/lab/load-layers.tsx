import Link from "next/link";
import { ResultTable } from "#components/admin/lab/run/result-table.tsx";
import { compareLayers, LAYERS, type Layer, newestOfLayers } from "#lib/lab/report/load-layers.ts";
import type { PublicRun } from "#lib/lab/runs/run.ts";

interface LoadLayersProps {
  /** Newest first. */
  runs: readonly PublicRun[];
}

/** The last load of the Redis layer beside that of the whole store, so that nobody takes one for the other. */
export function LoadLayers({ runs }: LoadLayersProps) {
  const newest = newestOfLayers(runs);
  if (!newest.redis && !newest.http) return null;
  const layers = Object.keys(LAYERS) as Layer[];
  return (
    <section aria-labelledby="layers" className="flex flex-col gap-5">
      <h2 id="layers" className="font-display font-extrabold text-3xl tracking-tight">
        Both layers
      </h2>
      <ResultTable caption="The last load of each layer" rows={compareLayers(newest)} />
      <ul className="flex flex-wrap gap-x-6">
        {layers.flatMap((layer) => {
          const run = newest[layer];
          if (!run) return [];
          return (
            <li key={layer}>
              <Link
                href={`/admin/lab/${run.id}`}
                prefetch={false}
                className="inline-flex min-h-11 items-center font-semibold underline underline-offset-4 hover:text-accent-text"
              >
                {`View the run: ${LAYERS[layer]}`}
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
