"use client";

import clsx from "clsx";
import { timeOf } from "#components/admin/overview/tiles.ts";
import type { MigrationStatus } from "#lib/migration/schema.ts";
import { BreakIt } from "./break-it.tsx";
import { Figures } from "./figures.tsx";
import { GuardsList } from "./guards-list.tsx";
import { MigrationCharts } from "./migration-charts.tsx";
import { FinishForm, Moves } from "./moves.tsx";
import { PhaseSteps } from "./phase-steps.tsx";
import { ShareForm } from "./share-form.tsx";
import { StartMigrationForm } from "./start-form.tsx";
import { shopperTiles, tilesOf } from "./tiles.ts";
import { TrafficPicture } from "./traffic-picture.tsx";
import { type LiveMigration, useMigration } from "./use-migration.ts";
import { useMigrationHistory } from "./use-migration-history.ts";

interface LiveMigrationProps {
  initial: MigrationStatus;
  /** when it was read; ISO 8601 */
  readAt: string;
}

/** Whether what is shown is of now, and what is being done. */
function Liveness({ live: { status, isLive, answeredAt }, readAt }: { live: LiveMigration; readAt: string }) {
  return (
    <div className="flex flex-col gap-1">
      <p role="status" className="min-h-6 text-soft">
        {isLive
          ? "Live, once a second."
          : `Not live: the store has not answered since ${timeOf(answeredAt)}. Below is what was known last.`}
      </p>
      <noscript>
        <p className="text-soft">
          {`This is the state at ${timeOf(readAt)}. `}
          <a href="/admin/migration" className="underline underline-offset-4">
            Reload the page
          </a>
          {" for the newest."}
        </p>
      </noscript>
      {status.running && status.note && (
        <p className="rounded-xl border-[1.5px] border-edge bg-raised px-4 py-3 font-medium">
          {`${status.note}.`.replace(/\.\.$/, ".")}
        </p>
      )}
      {status.running && status.paused && (
        <p className="rounded-xl border-[1.5px] border-edge bg-raised px-4 py-3 font-medium">
          Paused: backfill and comparison stand still; shoppers go on.
        </p>
      )}
    </div>
  );
}

/** How the last migration ended. */
function LastOutcome({ status }: { status: MigrationStatus }) {
  if (!status.note) return null;
  return (
    <section aria-labelledby="last" className="flex flex-col gap-4">
      <h2 id="last" className="font-bold font-display text-3xl tracking-tight">
        The last one
      </h2>
      <p className="text-lg">{status.note}</p>
      {status.traffic.acknowledged > 0 && <Figures title="What shoppers noticed" tiles={shopperTiles(status)} />}
    </section>
  );
}

function Underway({ live: { status, take }, samples }: { live: LiveMigration } & { samples: Samples }) {
  return (
    <>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
        <section aria-labelledby="traffic" className="flex min-w-0 flex-col gap-4">
          <h2 id="traffic" className="font-bold font-display text-3xl tracking-tight">
            Traffic
          </h2>
          <TrafficPicture status={status} />
        </section>
        <section aria-labelledby="guards" className="flex min-w-0 flex-col gap-4">
          <h2 id="guards" className="font-bold font-display text-3xl tracking-tight">
            {status.phase === 4 ? "Before the next share or phase" : "Before the next phase"}
          </h2>
          <div className="flex flex-col gap-4 rounded-2xl border-[1.5px] border-line bg-raised p-4 sm:p-5">
            <GuardsList guards={status.guards} />
            <Moves status={status} take={take} />
            {status.phase === 4 && <ShareForm key={status.percent} percent={status.percent} take={take} />}
          </div>
          <FinishForm status={status} take={take} />
        </section>
      </div>
      <section aria-labelledby="figures" className="flex flex-col gap-5">
        <h2 id="figures" className="font-bold font-display text-3xl tracking-tight">
          Figures
        </h2>
        {tilesOf(status).map(({ title, tiles }) => (
          <Figures key={title} title={title} tiles={tiles} />
        ))}
      </section>
      <MigrationCharts samples={samples} />
      <BreakIt take={take} />
    </>
  );
}

type Samples = ReturnType<typeof useMigrationHistory>;

/** The cockpit: the migration as it goes on, or the form that starts one. What is not live any more is greyed. */
export function LiveMigrationView({ initial, readAt }: LiveMigrationProps) {
  const live = useMigration(initial, readAt);
  const samples = useMigrationHistory(live.status, live.answeredAt);
  const { status, isLive } = live;
  return (
    <div className="flex flex-col gap-8">
      <Liveness live={live} readAt={readAt} />
      <div data-live={isLive} className={clsx("flex flex-col gap-10", !isLive && "opacity-50 grayscale")}>
        <PhaseSteps status={status} />
        {status.running ? (
          <Underway live={live} samples={samples} />
        ) : (
          <>
            <LastOutcome status={status} />
            <StartMigrationForm />
          </>
        )}
      </div>
    </div>
  );
}
