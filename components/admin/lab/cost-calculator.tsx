"use client";

import Link from "next/link";
import { useState } from "react";
import { Field } from "#components/ui/form/field.tsx";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";
import { areScattered, type CostInput, computeCost, DOCUMENTED, type MeasuredRatio } from "#lib/lab/claims/cost.ts";

const dollars = (cents: number) =>
  (cents / 100).toLocaleString("en", { style: "currency", currency: "USD", maximumFractionDigits: 0 });

interface FieldInfo {
  name: keyof CostInput;
  label: string;
  /** Cents are shown as dollars. */
  money?: boolean;
  min: number;
  max: number;
  step?: number;
  hint?: string;
}

const FIELDS: readonly FieldInfo[] = [
  { name: "databaseServers", label: "Database servers", min: 1, max: 10_000 },
  { name: "databasePrice", label: "Price per server, $ per month", money: true, min: 0, max: 1_000_000 },
  {
    name: "ratio",
    label: "Database servers per Redis server",
    min: 0.1,
    max: 1000,
    step: 0.1,
    hint: "The ratio of their speeds, as measured",
  },
  { name: "copies", label: "Copies of the data", min: 1, max: 9, hint: "Including the first, so that one may fail" },
  { name: "redisPrice", label: "Price per Redis server, $ per month", money: true, min: 0, max: 1_000_000 },
];

interface CostCalculatorProps {
  /** What the last comparisons measured, the newest first. */
  measured: readonly MeasuredRatio[];
}

/** "3 to 6"; one number if both are the same. */
const formatRange = (low: number, high: number) =>
  low === high ? low.toLocaleString("en") : `${low.toLocaleString("en")} to ${high.toLocaleString("en")}`;

/** The documents' cost model, with every figure editable. */
export function CostCalculator({ measured }: CostCalculatorProps) {
  const [last] = measured;
  const [input, setInput] = useState<CostInput>({ ...DOCUMENTED, ratio: last?.ratio ?? DOCUMENTED.ratio });
  const cost = computeCost(input);
  const [errors, setErrors] = useState<Partial<Record<keyof CostInput, string>>>({});
  const change = ({ name, money, min, max }: FieldInfo, value: number) => {
    const fits = value >= min && value <= max;
    const kept = (input[name] / (money ? 100 : 1)).toLocaleString("en");
    const error = `must be from ${min} to ${max.toLocaleString("en")}; the bill still uses ${kept}`;
    setErrors({ ...errors, [name]: fits ? undefined : error });
    if (fits) setInput({ ...input, [name]: value * (money ? 100 : 1) });
  };
  const serversAt = (ratio: number) => computeCost({ ...input, ratio }).redisServers;
  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_26rem]">
      <div className="grid content-start gap-4 sm:grid-cols-2">
        {FIELDS.map((field) => (
          <Field
            key={field.name}
            name={field.name}
            label={field.label}
            {...(field.hint ? { hint: field.hint } : {})}
            {...(errors[field.name] ? { error: errors[field.name] } : {})}
            type="number"
            min={field.min}
            max={field.max}
            step={field.step ?? 1}
            defaultValue={input[field.name] / (field.money ? 100 : 1)}
            onChange={(event) => change(field, event.target.valueAsNumber)}
          />
        ))}
        <RatioNote measured={measured} />
      </div>
      <Receipt label="The bill">
        <ReceiptHead title="The bill">per month</ReceiptHead>
        <ReceiptRule />
        <dl aria-live="polite" className="flex flex-col gap-1.5">
          <ReceiptLine
            label={`Before: ${input.databaseServers} × ${dollars(input.databasePrice)}`}
            value={dollars(cost.databaseMonthly)}
          />
          <ReceiptLine
            label={`Redis servers: ⌈${input.databaseServers} ÷ ${input.ratio}⌉ × ${input.copies}`}
            value={cost.redisServers}
          />
          {last && last.ratio === input.ratio && last.low < last.high && (
            <ReceiptLine
              label={`by round, ${formatRange(last.low, last.high)} times`}
              value={formatRange(serversAt(last.high), serversAt(last.low))}
            />
          )}
          <ReceiptLine
            label={`After: ${cost.redisServers} × ${dollars(input.redisPrice)}`}
            value={dollars(cost.redisMonthly)}
          />
          <ReceiptLine label="Saved per month: before − after" value={dollars(cost.savedMonthly)} strong />
          <ReceiptLine label="Saved per year: × 12" value={dollars(cost.savedYearly)} />
          <ReceiptLine label="Reduction: saved ÷ before" value={`${(cost.reduction * 100).toFixed(1)} %`} strong />
        </dl>
        <ReceiptRule />
        <p className="text-center text-receipt-soft">The documents: $2,000 before, $150 after, 92.5 % less.</p>
      </Receipt>
    </div>
  );
}

/** Where the ratio comes from, and whether it can be relied on. */
function RatioNote({ measured: [last, ...earlier] }: CostCalculatorProps) {
  if (!last) {
    return (
      <p className="text-soft sm:col-span-2">
        No comparison has been run yet, so the ratio is the lowest that the documents claim.
      </p>
    );
  }
  const all = [last.low, last.high, ...earlier.map(({ ratio }) => ratio)];
  const before = earlier.map(({ ratio }) => ratio.toLocaleString("en")).join(", ");
  return (
    <div className="flex flex-col gap-3 sm:col-span-2">
      <p className="text-soft">
        The ratio is the median of{" "}
        <Link href={`/admin/lab/${last.run}`} prefetch={false} className="underline underline-offset-4">
          the last comparison
        </Link>
        {` for a session update, whose rounds gave ${formatRange(last.low, last.high)}. `}
        {before && `Earlier comparisons gave ${before}. `}
        The documents claim 10 or more.
      </p>
      {areScattered(all) && (
        <p className="rounded-xl border-[1.5px] border-accent-text px-4 py-3">
          <strong>The measurements scatter.</strong>
          {` They range from ${formatRange(Math.min(...all), Math.max(...all))} times, so the number of servers is not certain: compare again for longer, on a machine that does nothing else.`}
        </p>
      )}
    </div>
  );
}
