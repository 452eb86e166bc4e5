import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";
import { stopLines } from "#lib/lab/report/describe-run.ts";
import { formatFigure, labelOf } from "#lib/lab/report/figures.ts";
import { formatNumber, formatUtc, splitCamelCase } from "#lib/lab/report/format.ts";
import type { PublicRun } from "#lib/lab/runs/run.ts";

/** The lines that most kinds have in common. */
function mainLines(run: PublicRun): [string, string][] {
  const { result } = run;
  if (!result) return stopLines(run);
  const lines: [name: string, value: number | boolean | undefined][] = [
    ["target", result.target],
    ["achieved", result.achieved],
    ["successRate", result.successRate],
    ["opsPerSecond", result.opsPerSecond],
    ...Object.entries(result.latencyMs ?? {}),
    ["verified", result.verified],
  ];
  return lines.flatMap(([name, value]) => (value === undefined ? [] : [[labelOf(name), formatFigure(name, value)]]));
}

interface RunReceiptProps {
  run: PublicRun;
}

/** The result of a run as a receipt. */
export function RunReceipt({ run }: RunReceiptProps) {
  const { result } = run;
  const params = Object.entries(run.params).filter(([, value]) => value !== undefined && value !== false);
  return (
    <Receipt label={`Receipt of ${run.kind} run ${run.id}`}>
      <ReceiptHead title={run.kind}>{formatUtc(run.startedAt)}</ReceiptHead>
      <ReceiptRule />
      <dl className="flex flex-col gap-1.5">
        {params.map(([name, value]) => (
          <ReceiptLine
            key={name}
            label={splitCamelCase(name)}
            value={typeof value === "number" ? formatNumber(value) : String(value)}
          />
        ))}
      </dl>
      <ReceiptRule />
      <dl className="flex flex-col gap-1.5">
        {mainLines(run).map(([label, value]) => (
          <ReceiptLine key={label} label={label} value={value} />
        ))}
        {Object.entries(result?.figures ?? {}).map(([name, value]) => (
          <ReceiptLine key={name} label={labelOf(name)} value={formatFigure(name, value)} />
        ))}
        {result?.first && <ReceiptLine label="first values" value={result.first.join(", ")} />}
      </dl>
      <ReceiptRule />
      <p className="text-center font-bold text-base">{result?.verdict ?? run.error ?? run.state}</p>
    </Receipt>
  );
}
