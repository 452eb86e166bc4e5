import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";

/** A process that kills a server and removes its folders when this process exits. */
export interface Watchdog {
  /** Cancels it, after the server has been stopped. The folders are kept. */
  cancel(): void;
  /** Cancels it and removes the folders. */
  cleanUp(): Promise<void>;
}

/**
 * Kills a server and removes its folders when this process exits, even by SIGKILL: a shell waits for the end of a pipe
 * that closes with this process.
 * @param pid of the server
 * @param folders that hold its data
 * @param timeout seconds between SIGTERM and SIGKILL
 */
export function killOnExit(pid: number, folders: string | readonly string[], timeout = 2): Watchdog {
  const paths = [folders].flat();
  const script = 'cat >/dev/null; kill "$1"; sleep "$2"; kill -9 "$1" 2>/dev/null; shift 2; rm -rf "$@"';
  const shell = spawn("sh", ["-c", script, "sh", String(pid), String(timeout), ...paths], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  shell.on("error", () => {});
  shell.unref();
  const cancel = () => void shell.kill("SIGKILL");
  return {
    cancel,
    async cleanUp() {
      cancel();
      await Promise.all(paths.map((path) => rm(path, { recursive: true, force: true })));
    },
  };
}
