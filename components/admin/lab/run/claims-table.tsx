import clsx from "clsx";
import { Icon } from "#components/ui/icon.tsx";
import { holdsText } from "#lib/lab/report/format.ts";
import type { JudgedClaim } from "#lib/lab/runs/schema.ts";

const CELL = "py-2 align-top";

/** What the documents claim, beside what was measured. */
export function ClaimsTable({ claims }: { claims: readonly JudgedClaim[] }) {
  return (
    <table className="w-full border-collapse text-sm">
      <caption className="pb-2 text-left font-semibold text-base">What the documents claim</caption>
      <thead>
        <tr className="border-edge border-b-[1.5px] text-left">
          <th scope="col" className={clsx(CELL, "pr-3 font-semibold")}>
            Claim
          </th>
          <th scope="col" className={clsx(CELL, "pr-3 font-semibold")}>
            Measured
          </th>
          <th scope="col" className={clsx(CELL, "font-semibold sm:w-40")}>
            Verdict
          </th>
        </tr>
      </thead>
      <tbody>
        {claims.map(({ claim, measured, holds }) => (
          <tr key={claim} className={clsx("border-line border-b", holds === null && "text-soft")}>
            <td className={clsx(CELL, "pr-3")}>{claim}</td>
            <td className={clsx(CELL, "figures wrap-anywhere pr-3")}>{measured}</td>
            <td className={CELL}>
              <span className={clsx("inline-flex items-center gap-1.5", holds === false && "text-accent-text")}>
                {holds !== null && <Icon name={holds ? "check" : "cross"} className="size-4 shrink-0" />}
                {holdsText(holds)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
