"use client";

import { ConfirmDialog } from "#components/admin/layout/confirm-dialog.tsx";
import { useCloseOnResult } from "#components/admin/layout/use-close-on-result.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { BREAKAGE_TEXTS } from "./phase-text.ts";
import type { LiveMigration } from "./use-migration.ts";
import { useMigrationForm } from "./use-migration-form.ts";

interface BreakageFormProps {
  text: (typeof BREAKAGE_TEXTS)[number];
  take: LiveMigration["take"];
}

function BreakageForm({ text: { what, title, expected }, take }: BreakageFormProps) {
  const [state, submit] = useMigrationForm(take);
  const form = useCloseOnResult(state);
  return (
    <form
      ref={form}
      action={submit}
      className="flex flex-col items-start gap-3 rounded-2xl border-[1.5px] border-line bg-raised p-4 sm:p-5"
    >
      <input type="hidden" name="action" value="break" />
      <input type="hidden" name="what" value={what} />
      <h3 className="font-bold font-display text-xl tracking-tight">{title}</h3>
      <p className="flex-1 text-soft">{expected}</p>
      <FormMessage state={state} />
      {what === "freeze-redis" ? (
        <ConfirmDialog label={`${title}…`}>
          <p>
            This is the Redis of the whole store: for five seconds every page waits or fails, for real shoppers too.
            This page shows nothing new meanwhile.
          </p>
          <SubmitButton busy="Freezing…" size="small">
            Freeze the whole store
          </SubmitButton>
        </ConfirmDialog>
      ) : (
        <SubmitButton busy="Breaking…" look="outline" size="small">
          {title}
        </SubmitButton>
      )}
    </form>
  );
}

/** Faults on purpose, each with what should happen. */
export function BreakIt({ take }: Pick<BreakageFormProps, "take">) {
  return (
    <section aria-labelledby="break" className="flex flex-col gap-4">
      <h2 id="break" className="font-bold font-display text-3xl tracking-tight">
        Break it
      </h2>
      <p className="max-w-3xl text-soft">
        Faults on purpose, in any phase. Whatever you break, sign-outs and lost cart lines should stay at 0.
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        {BREAKAGE_TEXTS.map((text) => (
          <BreakageForm key={text.what} text={text} take={take} />
        ))}
      </div>
    </section>
  );
}
