import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";

/** A process that kills a server and removes its folder when this process exits. */
export interface Watchdog {
  /** Cancels it, after the server has been stopped. The folder is kept. */
  cancel(): void;
  /** Cancels it and removes the folder. */
  cleanUp(): Promise<void>;
}

/**
 * Kills a server and removes its folder when this process exits, even by SIGKILL: a shell waits for the end of a pipe
 * that closes with this process.
 * @param pid of the server
 * @param folder that holds its data
 * @param timeout seconds between SIGTERM and SIGKILL
 */
export function killOnExit(pid: number, folder: string, timeout = 2): Watchdog {
  const script = 'cat >/dev/null; kill "$1"; sleep "$3"; kill -9 "$1" 2>/dev/null; rm -rf "$2"';
  const shell = spawn("sh", ["-c", script, "sh", String(pid), folder, String(timeout)], {
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
      await rm(folder, { recursive: true, force: true });
    },
  };
}
