"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { PROGRESS_CLASS } from "#components/ui/progress-class.ts";
import type { PublicJob } from "#lib/sku/import/job/job.ts";
import { cancelImportAction } from "#lib/web/actions/imports.ts";

const number = new Intl.NumberFormat("en-US");

function describeProgress({ state, progress, lines }: PublicJob): { text: string; share: number | undefined } {
  if (!progress) return { text: "Starting…", share: undefined };
  const { phase, done, total, created, changed } = progress;
  if (phase === "writing" && total !== null) {
    const text = `Written ${number.format(done)} of ${number.format(total)}: ${number.format(created)} new, ${number.format(changed)} changed`;
    return { text, share: total > 0 ? done / total : undefined };
  }
  const text = `${state === "checking" ? "Checked" : "Read"} ${number.format(done)} rows`;
  // A row may have several lines.
  return { text, share: lines > 0 ? Math.min(1, done / lines) : undefined };
}

/** How far a check or an import has come, by server-sent events; then the page shows what came of it. */
export function FollowImport({ initial }: { initial: PublicJob }) {
  const router = useRouter();
  const [job, setJob] = useState(initial);
  const [state, cancel, cancelling] = useFormAction(cancelImportAction, null);
  const { id } = initial;
  useEffect(() => {
    const source = new EventSource(`/api/admin/imports/${id}/events`);
    source.addEventListener("import", (event) => setJob(JSON.parse(event.data)));
    source.addEventListener("end", () => {
      source.close();
      router.refresh();
    });
    return () => source.close();
  }, [id, router]);
  const { text, share } = describeProgress(job);
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <progress aria-label="Progress" max={1} value={share} className={PROGRESS_CLASS} />
      <p role="status" className="figures text-soft">
        {text}
      </p>
      <noscript>
        <p className="text-soft">Reload the page to follow it.</p>
      </noscript>
      <form action={cancel} className="flex flex-col items-start gap-3">
        <FormMessage state={state} />
        <input type="hidden" name="id" value={id} />
        <button type="submit" disabled={cancelling} className={buttonClass("outline")}>
          {cancelling ? "Cancelling…" : "Cancel"}
        </button>
      </form>
    </div>
  );
}
