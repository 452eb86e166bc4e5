import { recordVisit } from "#lib/visit/store.ts";

/** A second server process for a test: it records a visit of each sid that it receives, and sends back the result. */
process.on("message", async (sid: string) => {
  const visit = await recordVisit(sid, "/").catch((error: unknown) => String(error));
  process.send?.({ sid, visit });
});
process.on("disconnect", () => process.exit(0));
