import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Where the store of a data directory answers, for commands in a terminal. */
const serverAddress = z.object({ url: z.string(), processes: z.number() });
export type ServerAddress = z.infer<typeof serverAddress>;

const fileOf = (dataDir: string) => join(dataDir, "server.json");

/** Called by the primary process when all `processes` server processes listen. */
export function writeServerAddress(dataDir: string, address: ServerAddress): void {
  writeFileSync(fileOf(dataDir), JSON.stringify(address));
}

/** Called by the primary process when it stops. */
export function removeServerAddress(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true });
}

/**
 * The address of the store that was started last with this data directory; null if none runs. One that crashed may
 * still be named.
 */
export function readServerAddress(dataDir: string): ServerAddress | null {
  try {
    const parsed = serverAddress.safeParse(JSON.parse(readFileSync(fileOf(dataDir), "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
