import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { newHistogram, percentileMs, recordLatency } from "#lib/lab/report/latency.ts";
import { ADMIN_PASSWORD } from "#test/servers/store.ts";
import { sendRequest } from "./http.ts";

/** What shoppers notice of other work: latencies beside it. */

/** Between two requests of the measured visitor, in milliseconds. */
const PAUSE_MS = 5;

/** @returns the cookie of an administrator */
export async function signInAsAdmin(url: string): Promise<string> {
  const reply = await fetch(`${url}/api/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: "admin", password: ADMIN_PASSWORD }),
  });
  return reply.headers.get("set-cookie")?.split(";")[0] ?? "";
}

/** Latencies in milliseconds. */
export interface Latency {
  p99: number;
  longest: number;
}

/** The latency of an address for a visitor who asks for it until something else has ended. */
async function measureUntil(url: string, cookie: string, ended: () => boolean): Promise<Latency> {
  const histogram = newHistogram();
  const agent = new Agent({ keepAlive: true });
  while (!ended()) {
    const startedAt = performance.now();
    await sendRequest(url, { agent, cookie });
    recordLatency(histogram, (performance.now() - startedAt) * 1000);
    await sleep(PAUSE_MS);
  }
  agent.destroy();
  return { p99: percentileMs(histogram, 99), longest: percentileMs(histogram, 100) };
}

/**
 * Measures addresses, one visitor each, for as long as work takes.
 * @param addresses paths by what they are called
 */
export async function measureBeside<Name extends string>(
  url: string,
  cookie: string,
  addresses: Readonly<Record<Name, string>>,
  work: Promise<unknown>,
): Promise<Record<Name, Latency>> {
  let isOver = false;
  const finish = () => {
    isOver = true;
  };
  const over = work.then(finish, finish);
  const measured = Object.entries<string>(addresses).map(
    async ([name, path]) => [name, await measureUntil(`${url}${path}`, cookie, () => isOver)] as const,
  );
  const latencies = await Promise.all(measured);
  await over;
  return Object.fromEntries(latencies) as Record<Name, Latency>;
}
