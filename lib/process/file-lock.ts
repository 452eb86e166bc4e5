import { linkSync, readFileSync, rmSync, statSync, utimes, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** How often the holder of a lock shows that it is alive, and after how long without that it is dead, in milliseconds. */
const TOUCH_MS = 1000;
const DEAD_MS = 20_000;
const POLL_MS = 50;

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

function tryLock(file: string): boolean {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    // A link is made with its content, or not at all.
    linkSync(mine, file);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Whether the process that holds the lock is gone. A number alone may belong to another program after a reboot. */
function isAbandoned(file: string): boolean {
  try {
    return !isAlive(Number(readFileSync(file, "utf8"))) || Date.now() - statSync(file).mtimeMs > DEAD_MS;
  } catch {
    return false;
  }
}

/** Lets one process of this machine at a time do work. The lock of one that died is taken over. */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!tryLock(file)) {
    if (isAbandoned(file)) rmSync(file, { force: true });
    else await sleep(POLL_MS);
  }
  const timer = setInterval(() => utimes(file, new Date(), new Date(), () => {}), TOUCH_MS).unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
    rmSync(file, { force: true });
  }
}
