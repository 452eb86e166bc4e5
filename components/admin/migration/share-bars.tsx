interface ShareBarsProps {
  /** in percent */
  asked: number;
  seen: number;
}

function Bar({ label, percent, className }: { label: string; percent: number; className: string }) {
  return (
    <div className="grid grid-cols-[5.5rem_minmax(0,1fr)_4.5rem] items-center gap-3">
      <dt className="text-sm text-soft">{label}</dt>
      <dd aria-hidden="true">
        <svg aria-hidden="true" className="block h-3 w-full overflow-hidden rounded-full bg-line">
          <rect width={`${Math.min(100, percent)}%`} height="100%" className={className} />
        </svg>
      </dd>
      <dd className="figures text-right font-medium">{`${percent.toFixed(1)} %`}</dd>
    </div>
  );
}

/** The share of the reads that Redis answers: asked, and measured in the last seconds. */
export function ShareBars({ asked, seen }: ShareBarsProps) {
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-semibold">Reads answered by Redis</h3>
      <dl className="flex flex-col gap-1.5">
        <Bar label="Asked" percent={asked} className="fill-ink" />
        <Bar label="Measured" percent={seen} className="fill-accent" />
      </dl>
    </div>
  );
}
