"use client";

import { ConfirmDialog } from "#components/admin/layout/confirm-dialog.tsx";
import { useCloseOnResult } from "#components/admin/layout/use-close-on-result.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { stepAfter, stepBefore } from "#lib/migration/run/guards.ts";
import type { MigrationStatus } from "#lib/migration/schema.ts";
import { stepTitle } from "./phase-text.ts";
import type { LiveMigration } from "./use-migration.ts";
import { useMigrationForm } from "./use-migration-form.ts";

interface MovesProps {
  status: MigrationStatus;
  take: LiveMigration["take"];
}

/** A button that is a form of its own, so that its answer is shown beside it. */
function MoveForm({
  take,
  action,
  epoch,
  children,
}: Pick<MovesProps, "take"> & { action: string; epoch?: number; children: React.ReactNode }) {
  const [state, submit] = useMigrationForm(take);
  return (
    <form action={submit} className="contents">
      <input type="hidden" name="action" value={action} />
      {/* A second click moves nothing on. */}
      {epoch !== undefined && <input type="hidden" name="epoch" value={epoch} />}
      {children}
      {state?.message && (
        <div className="order-last basis-full">
          <FormMessage state={state} />
        </div>
      )}
    </form>
  );
}

/** Moves on or back, and pauses what goes on in the background. Whether a move is allowed is up to the migration. */
export function Moves({ status, take }: MovesProps) {
  const { phase, percent, epoch, guards, paused } = status;
  const next = stepAfter(status);
  const isReady = guards.length > 0 && guards.every(({ ok }) => ok);
  return (
    <div className="flex flex-wrap items-center gap-3">
      {next && (
        <MoveForm take={take} action="next" epoch={epoch}>
          <SubmitButton busy="Moving…" look={isReady ? "primary" : "outline"} size="small">
            {phase === 4 && next.phase === 4 ? `Next: ${next.percent} % of the shoppers` : `Next: ${stepTitle(next)}`}
          </SubmitButton>
        </MoveForm>
      )}
      {phase > 0 && phase < 7 && (
        <MoveForm take={take} action="back" epoch={epoch}>
          <SubmitButton busy="Moving…" look="outline" size="small">
            {`Back to ${stepTitle(stepBefore({ phase, percent, epoch: 0 }))}`}
          </SubmitButton>
        </MoveForm>
      )}
      <MoveForm take={take} action="pause">
        <SubmitButton busy={paused ? "Going on…" : "Pausing…"} look="outline" size="small">
          {paused ? "Go on" : "Pause"}
        </SubmitButton>
      </MoveForm>
    </div>
  );
}

/** Ends the migration, after a confirmation. */
export function FinishForm({ take, status }: MovesProps) {
  const [state, submit] = useMigrationForm(take);
  const form = useCloseOnResult(state);
  return (
    <form ref={form} action={submit} className="flex flex-col gap-3">
      <FormMessage state={state} />
      <input type="hidden" name="action" value="finish" />
      <ConfirmDialog label="Finish…">
        <p>
          {status.phase === 6
            ? "This retires PostgreSQL if nobody reads it any more, then stops the shoppers and removes everything the migration has written."
            : "This ends the migration where it is, stops the shoppers and PostgreSQL, and removes everything it has written. It can't be resumed."}
        </p>
        <SubmitButton busy="Finishing…" size="small">
          Finish the migration
        </SubmitButton>
      </ConfirmDialog>
    </form>
  );
}
