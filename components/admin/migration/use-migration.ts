"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { type MigrationStatus, migrationStatus } from "#lib/migration/schema.ts";

const POLL_MS = 1000;
/** A poll that takes longer is given up, in milliseconds. */
const TIMEOUT_MS = 8000;
/** The figures are live while there are new ones at least so often, in milliseconds. */
const STALE_MS = 4000;

export const MIGRATION_API = "/api/admin/migration";

/** What changes the page beside the figures: when it is another, the page is read again, with its timeline. */
const chapterOf = ({ epoch, note, running, paused, startedAt, traffic }: MigrationStatus) =>
  JSON.stringify([epoch, note, running, paused, startedAt, traffic.signOuts, traffic.lostLines]);

export interface LiveMigration {
  status: MigrationStatus;
  isLive: boolean;
  /** when the store answered last; ISO 8601 */
  answeredAt: string;
  /** takes a state that the store has answered with, and reads the page again */
  take: (status: MigrationStatus) => void;
}

/** Asks for the state of the migration once a second while the tab is visible. */
export function useMigration(initial: MigrationStatus, readAt: string): LiveMigration {
  const router = useRouter();
  const [live, setLive] = useState({ status: initial, isLive: true, answeredAt: readAt });
  const chapter = useRef(chapterOf(initial));
  const heardAt = useRef(0);

  const hear = useCallback(
    (status: MigrationStatus) => {
      heardAt.current = performance.now();
      setLive({ status, isLive: true, answeredAt: new Date().toISOString() });
      const next = chapterOf(status);
      if (next === chapter.current) return;
      chapter.current = next;
      router.refresh();
    },
    [router],
  );
  const take = useCallback(
    (status: MigrationStatus) => {
      hear(status);
      router.refresh();
    },
    [hear, router],
  );

  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasAway = false;
    heardAt.current = performance.now();
    const poll = async () => {
      clearTimeout(timer);
      try {
        const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(TIMEOUT_MS)]);
        const reply = await fetch(MIGRATION_API, { signal, cache: "no-store" });
        if (!reply.ok) throw new Error(`Status ${reply.status}`);
        hear(migrationStatus.parse(await reply.json()));
        // What happened meanwhile is in the timeline.
        if (wasAway) router.refresh();
        wasAway = false;
      } catch {
        wasAway = true;
        // The figures grow stale, which the page says.
      }
      if (!controller.signal.aborted && !document.hidden) timer = setTimeout(poll, POLL_MS);
    };
    const adapt = () => {
      clearTimeout(timer);
      if (document.hidden) return;
      heardAt.current = performance.now();
      void poll();
    };
    const watch = setInterval(() => {
      if (document.hidden || performance.now() - heardAt.current < STALE_MS) return;
      setLive((old) => (old.isLive ? { ...old, isLive: false } : old));
    }, 500);
    timer = setTimeout(poll, POLL_MS);
    document.addEventListener("visibilitychange", adapt);
    return () => {
      controller.abort();
      clearTimeout(timer);
      clearInterval(watch);
      document.removeEventListener("visibilitychange", adapt);
    };
  }, [hear, router]);
  return { ...live, take };
}
