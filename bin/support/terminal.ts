import { closeSync, openSync } from "node:fs";

/** Whether this process belongs to a terminal that is still there: closing its window sends SIGHUP. */
export function isTerminalThere(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
