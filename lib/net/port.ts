import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * The range to choose from. It ends below the ports that systems give to outgoing connections (Linux: from 32768,
 * macOS: from 49152), so that no connection takes the port before its server opens it.
 */
const FIRST = 20_000;
const END = 32_000;
const ATTEMPTS = 100;

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

/** A loopback port that is free at the moment; the wanted one, if it is free. @throws Error when there is none */
export async function findPort(wanted = 0): Promise<number> {
  if (wanted !== 0 && (await isFree(wanted))) return wanted;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(FIRST, END);
    if (await isFree(port)) return port;
  }
  throw new Error("There is no free port");
}
