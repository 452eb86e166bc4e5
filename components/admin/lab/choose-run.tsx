import type { PublicRun } from "#lib/lab/runs/run.ts";
import { RunLink } from "./history.tsx";

interface ChooseRunProps {
  run: PublicRun;
  /** Runs of the same kind, newest first. */
  others: readonly PublicRun[];
}

/** The runs that a run can be compared with. */
export function ChooseRun({ run, others }: ChooseRunProps) {
  if (others.length === 0) return <p className="text-lg text-soft">{`There is no other run of ${run.kind} yet.`}</p>;
  return (
    <ul className="border-line border-t">
      {others.map((other) => (
        <li key={other.id} className="flex border-line border-b py-3">
          <RunLink run={other} href={`/admin/lab/compare?run=${run.id}&run=${other.id}`} />
        </li>
      ))}
    </ul>
  );
}
