import { startJob } from "#lib/sku/import/job/pool.ts";

/** A second server process for a test: it imports the table with the id that it receives, until it is killed. */
process.on("message", (id: string) => void startJob(id, false));
process.on("disconnect", () => process.exit(0));
