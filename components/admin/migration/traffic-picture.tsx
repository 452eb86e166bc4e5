import clsx from "clsx";
import { leaderIn, PHASES, writesBoth } from "#lib/migration/phases.ts";
import type { MigrationStatus } from "#lib/migration/schema.ts";
import { askedPercent, describePhase } from "./phase-text.ts";
import { ShareBars } from "./share-bars.tsx";

interface StoreTraffic {
  name: string;
  /** of the reads, 0 to 1, as the phase asks for */
  reads: number;
  writes: boolean;
  leads: boolean;
}

/** Who gets what in the phase. */
function trafficOf(status: MigrationStatus): { sql: StoreTraffic; redis: StoreTraffic } {
  const { phase } = status;
  const share = askedPercent(status) / 100;
  const leader = leaderIn(phase);
  const both = writesBoth(phase);
  return {
    sql: { name: "PostgreSQL", reads: 1 - share, writes: both || leader === "sql", leads: leader === "sql" },
    redis: { name: "Redis", reads: share, writes: both || leader === "redis", leads: leader === "redis" },
  };
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const saidOf = ({ name, reads, writes, leads }: StoreTraffic) =>
  `${name}: ${percent(reads)} of the reads, ${writes ? "every write" : "no writes"}${leads ? ", source of truth" : ""}.`;

const READS_DASH = "14 8";
const WRITES_DASH = "4 6";

interface FlowProps {
  path: string;
  share: number;
  dash: string;
  className: string;
  isBack?: boolean;
}

/** A stream between shoppers and a store, as thick as what flows in it. */
function Flow({ path, share, dash, className, isBack = false }: FlowProps) {
  if (share === 0) return <path d={path} fill="none" strokeWidth={1.5} strokeDasharray="1 6" className="stroke-edge" />;
  const width = 2.5 + 9.5 * share;
  return (
    <g fill="none" strokeWidth={width} className={className}>
      <path d={path} opacity={0.3} />
      <path d={path} strokeDasharray={dash} className={isBack ? "flow-back" : "flow"} />
    </g>
  );
}

function StoreBox({ y, store }: { y: number; store: StoreTraffic }) {
  const isUsed = store.reads > 0 || store.writes;
  return (
    <g className={isUsed ? "fill-ink" : "fill-soft"}>
      <rect
        {...{ x: 232, y, width: 126, height: 90, rx: 12 }}
        strokeWidth={store.leads ? 3 : 1.5}
        className={clsx("fill-paper", store.leads ? "stroke-ink" : "stroke-edge")}
        strokeDasharray={isUsed ? undefined : "5 5"}
      />
      <text x={246} y={y + 25} fontSize={15} fontWeight={700}>
        {store.name}
      </text>
      <text x={246} y={y + 44} fontSize={12.5}>{`${percent(store.reads)} of reads`}</text>
      <text x={246} y={y + 60} fontSize={12.5}>
        {store.writes ? "every write" : "no writes"}
      </text>
      <text x={246} y={y + 78} fontSize={12.5} fontWeight={700}>
        {store.leads ? "source of truth" : ""}
      </text>
    </g>
  );
}

/** What goes on between the stores beside the shoppers. */
const BETWEEN: Readonly<Record<number, string>> = { 2: "copied", 3: "compared", 4: "compared" };

function Picture({ status }: { status: MigrationStatus }) {
  const { sql, redis } = trafficOf(status);
  const between = BETWEEN[status.phase];
  const label = `Traffic in phase ${status.phase}, ${PHASES[status.phase].name}. ${saidOf(sql)} ${saidOf(redis)}`;
  return (
    <svg viewBox="0 0 360 280" role="img" aria-label={label} className="w-full max-w-md self-center">
      <Flow
        path="M85 113C158 113 158 32 230 32"
        share={Number(sql.writes)}
        dash={WRITES_DASH}
        className="stroke-accent"
      />
      <Flow path="M85 131C164 131 164 62 230 62" share={sql.reads} dash={READS_DASH} className="stroke-ink" isBack />
      <Flow
        path="M85 149C164 149 164 218 230 218"
        share={redis.reads}
        dash={READS_DASH}
        className="stroke-ink"
        isBack
      />
      <Flow
        path="M85 167C158 167 158 248 230 248"
        share={Number(redis.writes)}
        dash={WRITES_DASH}
        className="stroke-accent"
      />
      {between && (
        <g className="fill-ink stroke-ink">
          <path
            d={status.phase === 2 ? "M295 95V185m-6-8 6 8 6-8" : "M295 95V185m-6-8 6 8 6-8M289 103l6-8 6 8"}
            {...{ fill: "none", strokeWidth: 1.75 }}
          />
          <text x={286} y={144} fontSize={12.5} textAnchor="end" stroke="none">
            {between}
          </text>
        </g>
      )}
      <g className="fill-ink">
        <rect
          {...{ x: 2, y: 95, width: 84, height: 90, rx: 12 }}
          strokeWidth={1.5}
          className="fill-paper stroke-edge"
        />
        <text x={44} y={137} fontSize={14} fontWeight={700} textAnchor="middle">
          Shoppers
        </text>
        <text
          x={44}
          y={156}
          fontSize={12.5}
          textAnchor="middle"
        >{`${status.traffic.rate.toLocaleString("en")}/s`}</text>
      </g>
      <StoreBox y={2} store={sql} />
      <StoreBox y={188} store={redis} />
    </svg>
  );
}

function LegendLine({ text, dash, className }: { text: string; dash: string; className: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <svg aria-hidden="true" viewBox="0 0 44 8" className="h-2 w-11">
        <path d="M0 4H44" fill="none" strokeWidth={6} strokeDasharray={dash} className={className} />
      </svg>
      {text}
    </span>
  );
}

/** How the traffic of the shoppers flows to both stores in this phase, and how many of the reads Redis answers. */
export function TrafficPicture({ status }: { status: MigrationStatus }) {
  return (
    <figure className="flex min-w-0 flex-col gap-4 rounded-2xl border-[1.5px] border-line bg-raised p-4 sm:p-5">
      <Picture status={status} />
      <p aria-hidden="true" className="flex flex-wrap justify-center gap-x-6 gap-y-1 text-sm text-soft">
        <LegendLine text="Writes" dash={WRITES_DASH} className="stroke-accent" />
        <LegendLine text="Reads" dash={READS_DASH} className="stroke-ink" />
      </p>
      <figcaption>{describePhase(status)}</figcaption>
      <ShareBars asked={askedPercent(status)} seen={status.reads.redisShare * 100} />
    </figure>
  );
}
