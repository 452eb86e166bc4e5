import clsx from "clsx";
import { Icon } from "#components/ui/icon.tsx";
import { type Verdict, verdictOf } from "#lib/lab/report/describe-run.ts";
import type { PublicRun } from "#lib/lab/runs/run.ts";

const LOOKS: Readonly<Record<Verdict, string>> = {
  held: "bg-ink text-paper",
  achieved: "border-[1.5px] border-ink",
  measured: "border-[1.5px] border-ink",
  "not held": "border-[1.5px] border-accent-text text-accent-text",
  failed: "bg-accent text-on-accent",
  cancelled: "border-[1.5px] border-edge border-dashed text-soft",
  running: "border-[1.5px] border-accent-text text-accent-text",
};
const ICONS: Partial<Record<Verdict, "check" | "cross">> = { held: "check", "not held": "cross", failed: "cross" };

const BADGE = "tag inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 py-1";

/** What is said beside the verdict. */
const REMARK = "border-[1.5px] border-edge text-soft";

interface RunBadgeProps {
  run: Pick<PublicRun, "kind" | "state" | "result" | "environment">;
}

/** How a run ended, in a word, and what a reader has to know before its figures. */
export function RunBadge({ run }: RunBadgeProps) {
  const verdict = verdictOf(run);
  const icon = ICONS[verdict];
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      <span className={clsx(BADGE, LOOKS[verdict])}>
        {icon && <Icon name={icon} className="size-3.5" />}
        {verdict}
      </span>
      {run.result?.partial && <span className={clsx(BADGE, REMARK)}>partial</span>}
      {run.environment?.busy && <span className={clsx(BADGE, REMARK)}>busy machine</span>}
    </span>
  );
}
