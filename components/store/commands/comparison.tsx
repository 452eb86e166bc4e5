"use client";

import { useEffect, useState } from "react";
import { ReceiptRule } from "#components/ui/receipt/receipt.tsx";
import type { Comparison as Measured } from "#lib/command-log/schema.ts";
import { ComparisonBars } from "./comparison-bars.tsx";

type Result = Measured | "measuring" | "failed";

async function compare(id: string): Promise<Result> {
  const response = await fetch(`/api/commands/${id}/comparison`, { method: "POST" }).catch(() => null);
  return response?.ok ? response.json() : "failed";
}

/** The commands of a request sent again in both ways, now. */
export function Comparison({ id }: { id: string }) {
  const [result, setResult] = useState<Result>("measuring");
  useEffect(() => {
    let wanted = true;
    void compare(id).then((measured) => wanted && setResult(measured));
    return () => {
      wanted = false;
    };
  }, [id]);
  return (
    <div role="status" className="flex flex-col gap-2 pt-3">
      <ReceiptRule />
      {result === "measuring" && <p>Sending them again, together and one by one…</p>}
      {result === "failed" && <p>They could not be sent again just now.</p>}
      {typeof result === "object" && <ComparisonBars measured={result} />}
    </div>
  );
}
