import { setTimeout as sleep } from "node:timers/promises";
import type { MigrationBody } from "#lib/migration/schema.ts";
import { type Answer, ask, readStatus } from "./requests.ts";
import { startMigration } from "./start.ts";

/** Until a migration that was started shows itself, in milliseconds. */
const SHOWN_MS = 10_000;
const POLL_MS = 50;

/**
 * Does what an administrator asks for. A migration that starts goes on in a process of its own, which ends with this one.
 * @param by who asks, in words
 * @returns why not, in sentences, where something stands against it
 */
export async function actOnMigration(body: MigrationBody, by: string): Promise<Answer> {
  if (body.action !== "start") return ask(body, by);
  const child = await startMigration(body);
  if (!child) return { ok: false, reasons: ["A migration is under way already."] };
  const giveUpAt = performance.now() + SHOWN_MS;
  while (!(await readStatus()).running && child.exitCode === null && performance.now() < giveUpAt) await sleep(POLL_MS);
  if (child.exitCode === null) return { ok: true, reasons: [] };
  return { ok: false, reasons: [`It could not start: ${(await readStatus()).note || "see the log of the store."}`] };
}
