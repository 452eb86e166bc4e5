import { recordVisit } from "#lib/visit/store.ts";

/** What a second server process does for a test: records visits of the sids that it is told, and says what came of it. */
process.on("message", async (sid: string) => {
  const visit = await recordVisit(sid, "/").catch((error: unknown) => String(error));
  process.send?.({ sid, visit });
});
process.on("disconnect", () => process.exit(0));
