import { actOnMigration } from "#lib/migration/run/act.ts";
import { readStatus } from "#lib/migration/run/requests.ts";
import { migrationBody } from "#lib/migration/schema.ts";
import { recordAct } from "#lib/web/request/record.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

/** The state of the migration from PostgreSQL to Redis: of the one that is under way, else of the last. */
export const GET = route({ visitor: "admin" }, () => readStatus());

/** Starts a migration, moves it on or back, breaks something, or ends it. 409 says what stands against it. */
export const POST = route({ visitor: "admin", body: migrationBody }, async ({ context, visitor, body }) => {
  const { ok, reasons } = await actOnMigration(body, visitor.user.username);
  if (!ok) return problem(409, reasons.join(" "), { members: { reasons } });
  await recordAct(context, visitor.user, "migration-moved", "migration", { after: body.action });
  return readStatus();
});
