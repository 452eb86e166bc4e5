import { readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Where the store of a data directory answers, for commands in a terminal. */
const serverAddress = z.object({
  url: z.string(),
  processes: z.number(),
  /** of the primary process */
  pid: z.number(),
  /** the folder that this was written to: a copy of it is the address of another store */
  dataDir: z.string(),
  /** how often the server processes were replaced, and why the last time failed */
  reloads: z.number(),
  failure: z.string().nullable(),
});
export type ServerAddress = z.infer<typeof serverAddress>;

const fileOf = (dataDir: string) => join(dataDir, "server.json");

/** Called by the primary process when all `processes` server processes listen, and after each reload. */
export function writeServerAddress(dataDir: string, address: ServerAddress): void {
  const file = fileOf(dataDir);
  // Nobody reads half of it.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(address));
  renameSync(`${file}.${process.pid}`, file);
}

/**
 * The address of the store that was started last with this data directory; null if none runs. One that crashed may
 * still be named.
 */
export function readServerAddress(dataDir: string): ServerAddress | null {
  try {
    const parsed = serverAddress.safeParse(JSON.parse(readFileSync(fileOf(dataDir), "utf8")));
    return parsed.success && parsed.data.dataDir === realpathSync(dataDir) ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Called by the primary process when it stops: another store with the same data may have been started since. */
export function removeServerAddress(dataDir: string): void {
  if (readServerAddress(dataDir)?.pid === process.pid) rmSync(fileOf(dataDir), { force: true });
}
