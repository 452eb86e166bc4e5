import type { Comparison } from "#lib/command-log/schema.ts";
import { describeComparison, formatMs } from "./describe-request.ts";

/** Both ways of a comparison as bars on one scale, and in words. */
export function ComparisonBars({ measured }: { measured: Comparison }) {
  const longest = Math.max(measured.together, measured.oneByOne, 0.001);
  const bars = [
    { title: "As they are", ms: measured.together },
    { title: "One at a time", ms: measured.oneByOne },
  ];
  return (
    <div className="flex flex-col gap-2">
      {bars.map(({ title, ms }) => (
        <div key={title} aria-hidden="true" className="grid grid-cols-[7.5rem_1fr_4rem] items-center gap-2">
          <span>{title}</span>
          <span className="h-3 bg-receipt-ink" style={{ width: `${Math.max(2, (ms / longest) * 100)}%` }} />
          <span className="text-right">{formatMs(ms)}</span>
        </div>
      ))}
      <p>{describeComparison(measured)}</p>
    </div>
  );
}
