import clsx from "clsx";
import type { Alert } from "#lib/metrics/schema.ts";
import type { Tile } from "./tiles.ts";

const EDGES = { critical: "border-accent-text border-2", warning: "border-warn border-2" } as const;
const TEXTS = { critical: "text-accent-text", warning: "text-warn" } as const;

interface FigureTileProps {
  tile: Tile;
  alert: Pick<Alert, "level" | "title"> | undefined;
}

/** One figure; with a coloured edge and what is wrong where it is beyond a threshold. */
export function FigureTile({ tile: { label, value, note }, alert }: FigureTileProps) {
  return (
    <div
      data-level={alert?.level}
      className={clsx(
        "flex min-w-0 flex-col gap-0.5 rounded-xl bg-raised px-4 py-3",
        alert ? EDGES[alert.level] : "border-[1.5px] border-line",
      )}
    >
      <dt className="tag text-soft">{label}</dt>
      <dd className={clsx("figures wrap-anywhere font-medium text-2xl", alert && TEXTS[alert.level])}>{value}</dd>
      {note && <dd className="wrap-anywhere text-sm text-soft">{note}</dd>}
      {alert && <dd className={clsx("font-semibold text-sm", TEXTS[alert.level])}>{alert.title}</dd>}
    </div>
  );
}
