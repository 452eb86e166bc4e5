import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";
import { labelOf, printFigure } from "#lib/lab/report/figures.ts";
import { cell, milliseconds, number, words } from "#lib/lab/report/format.ts";
import { howFar } from "#lib/lab/report/outcome.ts";
import type { Run } from "#lib/lab/runs/schema.ts";

/** The lines of a result that most kinds have. */
function mainLines(run: Run): [string, string][] {
  const { result } = run;
  if (!result) return howFar(run);
  const lines: [string, string | undefined][] = [
    ["target", result.target === undefined ? undefined : number(result.target)],
    ["achieved", result.achieved === undefined ? undefined : number(result.achieved)],
    ["success rate", result.successRate === undefined ? undefined : printFigure("successRate", result.successRate)],
    ["operations a second", result.opsPerSecond === undefined ? undefined : number(result.opsPerSecond)],
    ...Object.entries(result.latencyMs ?? {}).map(([name, ms]): [string, string] => [name, milliseconds(ms)]),
    ["verified", result.verified === undefined ? undefined : cell(result.verified)],
  ];
  return lines.filter((line): line is [string, string] => line[1] !== undefined);
}

interface RunReceiptProps {
  run: Run;
}

/** What a run has come to, printed. */
export function RunReceipt({ run }: RunReceiptProps) {
  const { result } = run;
  const params = Object.entries(run.params).filter(([, value]) => value !== undefined && value !== false);
  return (
    <Receipt label={`Receipt of ${run.kind} run ${run.id}`}>
      <ReceiptHead title={run.kind}>
        {new Date(run.startedAt).toISOString().replace("T", " ").slice(0, 19)} UTC
      </ReceiptHead>
      <ReceiptRule />
      <dl className="flex flex-col gap-1.5">
        {params.map(([name, value]) => (
          <ReceiptLine
            key={name}
            label={words(name)}
            value={typeof value === "number" ? number(value) : String(value)}
          />
        ))}
      </dl>
      <ReceiptRule />
      <dl className="flex flex-col gap-1.5">
        {mainLines(run).map(([label, value]) => (
          <ReceiptLine key={label} label={label} value={value} />
        ))}
        {Object.entries(result?.figures ?? {}).map(([name, value]) => (
          <ReceiptLine key={name} label={labelOf(name)} value={printFigure(name, value)} />
        ))}
        {result?.first && <ReceiptLine label="first" value={result.first.join(", ")} />}
      </dl>
      <ReceiptRule />
      <p className="text-center font-bold text-base">{result?.verdict ?? run.error ?? run.state}</p>
    </Receipt>
  );
}
