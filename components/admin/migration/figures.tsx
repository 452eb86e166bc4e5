import clsx from "clsx";
import { FigureTile } from "#components/admin/overview/figure-tile.tsx";
import type { MigrationTile } from "./tiles.ts";

interface FiguresProps {
  title: string;
  tiles: readonly MigrationTile[];
}

/** A group of figures; what is not 0 but should be, is marked. */
export function Figures({ title, tiles }: FiguresProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <h3 className="font-bold font-display text-xl tracking-tight">{title}</h3>
      <dl
        className={clsx(
          "grid grid-cols-2 gap-3 max-md:[&>:last-child:nth-child(odd)]:col-span-2",
          tiles.length === 3 ? "md:grid-cols-3" : "md:grid-cols-4",
        )}
      >
        {tiles.map(({ wrong, ...tile }) => (
          <FigureTile key={tile.label} tile={tile} alert={wrong ? { level: "critical", title: wrong } : undefined} />
        ))}
      </dl>
    </section>
  );
}
