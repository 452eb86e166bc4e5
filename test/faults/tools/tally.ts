import type { FaultResult } from "#test/faults/result.ts";
import type { ApiClient } from "#test/servers/api.ts";

/** Counts and times what visitors are answered while a fault is done, for its row in the table. */
export interface Tally {
  /** A client whose replies count. */
  watch(client: ApiClient): ApiClient;
  /** Does work that succeeds or fails without HTTP. @returns whether it has succeeded */
  attempt(work: () => Promise<unknown>): Promise<boolean>;
  /** The fault is over: the recovery begins. */
  end(): void;
  /** Everything works again. */
  recovered(): void;
  row(): Pick<FaultResult, "replies" | "slowestMs" | "outageMs" | "recoveryMs">;
}

const isFailure = (answer: string) => answer === "none" || answer === "failed" || Number(answer) >= 500;

export function startTally(): Tally {
  const replies: Record<string, number> = {};
  let [slowestMs, outageMs, recoveryMs] = [0, 0, 0];
  let failedSince: number | null = null;
  let endedAt = performance.now();

  function note(answer: string, asked: number): void {
    const now = performance.now();
    replies[answer] = (replies[answer] ?? 0) + 1;
    slowestMs = Math.max(slowestMs, now - asked);
    if (!isFailure(answer)) return;
    failedSince ??= asked;
    outageMs = Math.max(outageMs, now - failedSince);
  }

  return {
    watch(client) {
      const call: ApiClient["call"] = async (...args) => {
        const asked = performance.now();
        const reply = await client.call(...args).catch((error: unknown) => {
          note("none", asked);
          throw error;
        });
        note(String(reply.status), asked);
        return reply;
      };
      return Object.assign(Object.create(client) as ApiClient, { call });
    },
    async attempt(work) {
      const asked = performance.now();
      const isDone = await work().then(
        () => true,
        () => false,
      );
      note(isDone ? "done" : "failed", asked);
      return isDone;
    },
    end() {
      endedAt = performance.now();
    },
    recovered() {
      failedSince = null;
      recoveryMs = Math.max(recoveryMs, performance.now() - endedAt);
    },
    row: () => ({ replies, slowestMs, outageMs, recoveryMs }),
  };
}
