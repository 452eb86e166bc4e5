import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";
import { describeOutcome, stopLines, verdictOf } from "#lib/lab/report/describe-run.ts";
import { busyWarning, environmentLines } from "#lib/lab/report/environment.ts";
import { formatFigure, labelOf } from "#lib/lab/report/figures.ts";
import { formatUtc } from "#lib/lab/report/format.ts";
import { shownParams } from "#lib/lab/report/params.ts";
import type { PublicRun } from "#lib/lab/runs/run.ts";

type Line = [label: string, value: string];

/** The lines that most kinds have in common. */
function mainLines(run: PublicRun): Line[] {
  const { target, achieved, successRate, opsPerSecond, latencyMs, verified } = run.result ?? {};
  const lines: [name: string, value: number | boolean | undefined][] = [
    ["target", target],
    ["achieved", achieved],
    ["successRate", successRate],
    ["opsPerSecond", opsPerSecond],
    ...Object.entries(latencyMs ?? {}),
    ["verified", verified],
  ];
  const shown = lines.flatMap(([name, value]): Line[] =>
    value === undefined ? [] : [[labelOf(name), formatFigure(name, value)]],
  );
  return [...shown, ...stopLines(run)];
}

/** What only this kind of run has. */
function ownLines({ result }: PublicRun): Line[] {
  const figures = Object.entries(result?.figures ?? {}).map(
    ([name, value]): Line => [labelOf(name), formatFigure(name, value)],
  );
  return result?.first ? [...figures, ["first values", result.first.join(", ")]] : figures;
}

/** A label above its value, for values that are sentences. */
const LONG = 28;

function Lines({ lines }: { lines: readonly Line[] }) {
  return (
    <dl className="flex flex-col gap-1.5">
      {lines.map(([label, value]) =>
        value.length > LONG ? (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="wrap-anywhere pl-4 text-receipt-soft">{value}</dd>
          </div>
        ) : (
          <ReceiptLine key={label} label={label} value={value} />
        ),
      )}
    </dl>
  );
}

interface RunReceiptProps {
  run: PublicRun;
}

/** The result of a run as a receipt, with the environment in which it was measured. */
export function RunReceipt({ run }: RunReceiptProps) {
  const warning = busyWarning(run.environment);
  const verdict = verdictOf(run);
  const outcome = describeOutcome(run);
  const sections = [shownParams(run), [...mainLines(run), ...ownLines(run)]].filter((lines) => lines.length > 0);
  return (
    <Receipt label={`Receipt of ${run.kind} run ${run.id}`}>
      <ReceiptHead title={run.kind}>{formatUtc(run.startedAt)}</ReceiptHead>
      {sections.map((lines) => (
        <div key={lines[0]?.[0]} className="flex flex-col gap-3">
          <ReceiptRule />
          <Lines lines={lines} />
        </div>
      ))}
      <ReceiptRule />
      {run.environment ? (
        <Lines lines={environmentLines(run.environment)} />
      ) : (
        <p className="text-center text-receipt-soft">The environment of this run was not recorded.</p>
      )}
      {warning && (
        <p className="border-[1.5px] border-receipt-ink px-3 py-2 text-center font-bold">{`Busy machine. ${warning}.`}</p>
      )}
      <ReceiptRule />
      <div className="flex flex-col items-center gap-1.5 text-center">
        <span className="rounded-sm border-2 border-receipt-ink px-3 py-0.5 font-bold text-lg uppercase tracking-wider">
          {run.result?.partial ? `${verdict}, partial` : verdict}
        </span>
        {outcome && <p className="font-bold">{outcome}</p>}
      </div>
    </Receipt>
  );
}
