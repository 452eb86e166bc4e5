"use client";

import { useEffect, useState } from "react";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { CONTROL_CLASS } from "#components/ui/form/labelled-control.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import type { LiveMigration } from "./use-migration.ts";
import { useMigrationForm } from "./use-migration-form.ts";

interface ShareFormProps {
  /** the share that is asked now, in percent */
  percent: number;
  take: LiveMigration["take"];
}

/** Sets the share of the shoppers who are read from Redis: a number, and with a script a slider beside it. */
export function ShareForm({ percent, take }: ShareFormProps) {
  const [state, submit] = useMigrationForm(take);
  const [typed, setTyped] = useState(String(percent));
  const [hasScript, setHasScript] = useState(false);
  useEffect(() => setHasScript(true), []);
  return (
    <form action={submit} className="flex flex-col gap-2 border-line border-t pt-4">
      <input type="hidden" name="action" value="share" />
      <label htmlFor="percent" className="font-semibold">
        Share of the shoppers read from Redis, in percent
      </label>
      <p id="percent-hint" className="text-sm text-soft">
        A lower share at once, a higher one once the guards are met.
      </p>
      <div className="flex flex-wrap items-center gap-3">
        {hasScript && (
          <input
            type="range"
            aria-label="Share, as a slider"
            min={1}
            max={100}
            value={typed === "" ? 1 : typed}
            onChange={({ target }) => setTyped(target.value)}
            className="h-11 min-w-36 flex-1 accent-accent-text"
          />
        )}
        <input
          id="percent"
          name="percent"
          type="number"
          inputMode="numeric"
          required
          min={1}
          max={100}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          aria-describedby="percent-hint"
          className={`figures min-h-11 max-w-24 ${CONTROL_CLASS}`}
        />
        <SubmitButton busy="Setting…" look="outline" size="small">
          Set the share
        </SubmitButton>
      </div>
      <FormMessage state={state} />
    </form>
  );
}
