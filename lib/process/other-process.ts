import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";

/** What the system tells of other processes: Linux in /proc, macOS by programs. */

const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: "utf8" });

/**
 * The command line of a process, its arguments separated by spaces; null when it does not run. After a reboot a number
 * that was noted before may belong to another program.
 */
export function commandOf(pid: number): string | null {
  try {
    const command = existsSync("/proc/self")
      ? readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")
      : run("ps", "-o", "command=", "-p", String(pid));
    return command.trim() || null;
  } catch {
    return null;
  }
}

/** The working directory of a process; null when it does not run, or nobody may know. */
export function folderOf(pid: number): string | null {
  try {
    if (existsSync("/proc/self")) return realpathSync(`/proc/${pid}/cwd`);
    return /^n(.*)$/m.exec(run("lsof", "-a", "-p", String(pid), "-d", "cwd", "-Fn"))?.[1] ?? null;
  } catch {
    return null;
  }
}
