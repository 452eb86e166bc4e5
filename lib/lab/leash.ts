import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";

/** What ties a server to the life of this process. */
export interface Leash {
  /** Unties it, after the server has been stopped, and removes the folder. */
  release(): Promise<void>;
}

/**
 * Ends a server and removes its folder when this process goes, even by SIGKILL: a shell waits at the other end of a
 * pipe that closes with us.
 * @param pid of the server
 * @param folder that holds its data
 */
export function leash(pid: number, folder: string): Leash {
  const script = 'cat >/dev/null; kill "$1"; sleep 2; kill -9 "$1" 2>/dev/null; rm -rf "$2"';
  const shell = spawn("sh", ["-c", script, "sh", String(pid), folder], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  shell.on("error", () => {});
  shell.unref();
  return {
    async release() {
      shell.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
