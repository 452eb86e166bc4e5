import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { Leaving } from "#lib/process/leaving.ts";
import { makeCollector } from "./ask-all.ts";
import { makeDistributor } from "./distribute.ts";
import { type ToServer, toPrimary } from "./messages.ts";

/** The server processes, as the primary process keeps them. */

/** After so many questions in a row that it has not answered, a process hangs. */
const MAX_SILENT = 5;
/** Before another is started in place of one that ended, in milliseconds, so that none is in a tight loop. */
const RESTART_MS = 300;
/** How long a process may take to serve, one that was replaced to leave, and one to stop, in milliseconds. */
const START_MS = 120_000;
const LEAVE_MS = 600_000;
const STOP_MS = 8000;
/** After this time a reload goes on although the process that was replaced is still there, in milliseconds. */
const STEP_MS = 10_000;
/** How often in all the first processes may fail to start. */
const MAX_FAILURES = 3;

interface Member {
  child: ChildProcess;
  state: "starting" | "serving" | "leaving";
  /** how many questions in a row it has not answered */
  silent: number;
  /** true when it serves, false when it ended before */
  served: Promise<boolean>;
  exited: Promise<void>;
  /** its replacement under way */
  replacing: Promise<boolean> | null;
}

export interface PoolOptions {
  /** the program of a server process, and the options of Node.js for it */
  file: string;
  execArgv?: string[];
  size: number;
  /** until then they load, and do not serve */
  opening: Promise<unknown>;
  /** how often each is asked whether it is alive, in milliseconds; one that hangs is replaced. 0: never */
  askEveryMs: number;
  /** prints a line */
  say(text: string): void;
  /** the first processes end again and again */
  onFailure(): void;
}

/** The server processes, not started yet. Those that end or hang are replaced. */
export function makePool({ file, execArgv, size, opening, askEveryMs, say, onFailure }: PoolOptions) {
  const distributor = makeDistributor();
  const members = new Set<Member>();
  let stopping = false;
  let failures = 0;
  let hasStarted = false;
  let reloading: Promise<string | null> | null = null;
  const allServe = Promise.withResolvers<void>();
  const firstServes = Promise.withResolvers<void>();

  const tell = (member: Member, message: ToServer) => void member.child.send(message, () => {});
  const list = (state: Member["state"]) => [...members].filter((member) => member.state === state);
  const collector = makeCollector(() => [...list("serving"), ...list("leaving")], tell);

  /** @param isExtra whether it takes the place of one that still serves: then it is not started again if it ends */
  function start({ isExtra = false } = {}): Member {
    const child = fork(file, { execArgv });
    const served = Promise.withResolvers<boolean>();
    const exited = Promise.withResolvers<void>();
    const member: Member = {
      child,
      state: "starting",
      silent: 0,
      served: served.promise,
      exited: exited.promise,
      replacing: null,
    };
    members.add(member);
    void opening.then(() => tell(member, { kind: "open", warm: list("serving").length > 0 }));
    child.on("message", (message) => {
      const parsed = toPrimary.safeParse(message);
      if (!parsed.success) return;
      member.silent = 0;
      if (parsed.data.kind === "describe-all") collector.ask(member, parsed.data.id);
      if (parsed.data.kind === "described") collector.note(member, parsed.data.id, parsed.data.answer);
      if (parsed.data.kind === "taken") distributor.taken(child, parsed.data.id);
      if (parsed.data.kind === "replace") {
        // One that does not serve yet has nothing to finish, and is started again.
        if (member.state === "serving") void replace(member);
        else if (member.state === "starting") child.kill("SIGKILL");
      }
      if (parsed.data.kind !== "ready") return;
      member.state = "serving";
      distributor.add(child);
      served.resolve(true);
      firstServes.resolve();
      if (list("serving").length < size) return;
      hasStarted = true;
      allServe.resolve();
    });
    child.on("error", () => {});
    child.once("exit", async (code, signal) => {
      members.delete(member);
      collector.lost(member);
      distributor.lost(child);
      served.resolve(false);
      exited.resolve();
      const { state } = member;
      if (stopping || state === "leaving") return;
      const isNeeded = !isExtra || state === "serving";
      say(`Server process ${child.pid} exited (${signal ?? code})${isNeeded ? "; starting another" : ""}`);
      if (!isNeeded) return;
      if (!hasStarted && ++failures > MAX_FAILURES) onFailure();
      await sleep(RESTART_MS);
      // One that hung has its replacement already.
      if (!stopping && !member.replacing) start();
    });
    return member;
  }

  async function startExtra(): Promise<boolean> {
    const next = start({ isExtra: true });
    const serves = await Promise.race([next.served, sleep(START_MS, false, { ref: false })]);
    if (!serves) next.child.kill("SIGKILL");
    return serves && !stopping;
  }

  /** Has a process leave when another serves in its place. @returns whether one does */
  function replace(member: Member): Promise<boolean> {
    member.replacing ??= (async () => {
      const serves = await startExtra();
      if (serves && members.has(member)) leave(member, "replaced");
      else member.replacing = null;
      return serves;
    })();
    return member.replacing;
  }

  function leave(member: Member, how: Leaving): void {
    distributor.remove(member.child);
    member.state = "leaving";
    tell(member, { kind: "leave", how });
    setTimeout(() => member.child.kill("SIGKILL"), LEAVE_MS).unref();
  }

  async function replaceHung(member: Member): Promise<void> {
    const seconds = (askEveryMs * MAX_SILENT) / 1000;
    say(`Server process ${member.child.pid} has not answered for ${seconds} s; starting another`);
    distributor.remove(member.child);
    const isReplaced = await replace(member);
    // It may only have been busy. Then it leaves like all that are replaced.
    if (!isReplaced || member.silent >= MAX_SILENT) member.child.kill("SIGKILL");
  }

  function ask(): void {
    for (const member of list("serving")) {
      if (member.silent++ === MAX_SILENT) void replaceHung(member);
      tell(member, { kind: "ping" });
    }
  }

  async function reloadAll(): Promise<string | null> {
    await allServe.promise;
    let before: Member | null = null;
    for (const member of list("serving")) {
      // So that no more than a few processes more than usual are there at once.
      if (before) await Promise.race([before.exited, sleep(STEP_MS, undefined, { ref: false })]);
      before = member;
      if (!members.has(member)) continue;
      if (!(await replace(member))) return `the process that was to replace ${member.child.pid} did not start`;
    }
    return null;
  }

  return {
    /** connections go to it */
    accept: distributor.accept,
    /** Starts them. */
    start(): void {
      for (let i = 0; i < size; i++) start();
      if (askEveryMs > 0) setInterval(ask, askEveryMs).unref();
    },
    /** when the first process serves, and when all do */
    firstServes: firstServes.promise,
    allServe: allServe.promise,
    /**
     * Replaces every process, one by one; each leaves when another serves. A second call waits for the first.
     * @returns why it was not done; null when it was
     */
    reload(): Promise<string | null> {
      reloading ??= reloadAll().finally(() => {
        reloading = null;
      });
      return reloading;
    },
    /** From now on the processes say that they are not ready, and each reply closes its connection. */
    drain(): void {
      stopping = true;
      for (const member of members) tell(member, { kind: "leave", how: "draining" });
    },
    /** Ends the processes: when their requests have ended, or after eight seconds. */
    async stop(): Promise<void> {
      stopping = true;
      distributor.close();
      const all = [...members];
      for (const member of all) {
        // One that does not serve yet has nothing to finish.
        if (member.state === "starting") member.child.kill("SIGKILL");
        else leave(member, "stopping");
      }
      await Promise.race([Promise.all(all.map(({ exited }) => exited)), sleep(STOP_MS)]);
      for (const member of all) member.child.kill("SIGKILL");
    },
    /** Ends the processes at once. */
    kill(): void {
      for (const member of members) member.child.kill("SIGKILL");
    },
  };
}
