import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** What `ps` would list, which a bare machine need not have. */
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

/** Pids of processes that have the text in their command line and, if given, that parent. */
export function pidsOf(text: string, parent?: number): number[] {
  return listProcesses().flatMap((line) => {
    const [, pid, ppid, args = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return args.includes(text) && (parent === undefined || Number(ppid) === parent) ? [Number(pid)] : [];
  });
}
