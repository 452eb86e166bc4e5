import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Lists processes as `ps` does, which a bare machine may not have. */
function listProcesses(): string[] {
  if (!existsSync("/proc")) return execFileSync("ps", ["-eo", "pid,ppid,args"], { encoding: "utf8" }).split("\n");
  return readdirSync("/proc").flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const [, parent = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return [`${pid} ${parent} ${readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")}`];
    } catch {
      return [];
    }
  });
}

/**
 * How long the main threads of processes have waited for a processor since they started, in milliseconds: what a busy
 * machine, and not the program, adds to a measured time. 0 where the system does not tell.
 */
export function readRunDelay(pids: readonly number[]): number {
  const nanoseconds = pids.map((pid) => {
    try {
      return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[1]);
    } catch {
      return 0;
    }
  });
  return nanoseconds.reduce((sum, delay) => sum + delay, 0) / 1e6;
}

/** Pids of processes that have the text in their command line and, if given, that parent. */
export function pidsOf(text: string, parent?: number): number[] {
  return listProcesses().flatMap((line) => {
    const [, pid, ppid, args = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return args.includes(text) && (parent === undefined || Number(ppid) === parent) ? [Number(pid)] : [];
  });
}
