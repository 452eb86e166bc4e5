import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";

/** What ties a server to the life of this process. */
export interface Leash {
  /** Unties it, after the server has been stopped. The folder stays. */
  cut(): void;
  /** The same, and removes the folder. */
  release(): Promise<void>;
}

/**
 * Ends a server and removes its folder when this process goes, even by SIGKILL: a shell waits at the other end of a
 * pipe that closes with us.
 * @param pid of the server
 * @param folder that holds its data
 * @param timeout how long it may take to end by itself, in seconds
 */
export function killOnExit(pid: number, folder: string, timeout = 2): Leash {
  const script = 'cat >/dev/null; kill "$1"; sleep "$3"; kill -9 "$1" 2>/dev/null; rm -rf "$2"';
  const shell = spawn("sh", ["-c", script, "sh", String(pid), folder, String(timeout)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  shell.on("error", () => {});
  shell.unref();
  const cut = () => void shell.kill("SIGKILL");
  return {
    cut,
    async release() {
      cut();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
