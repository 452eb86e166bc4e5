import { z } from "zod";

/** The largest table, in bytes. */
export const MAX_TABLE_BYTES = 4 * 1024 * 1024;

const flag = z
  .enum(["", "0", "1", "true", "false"])
  .default("0")
  .transform((text) => text === "" || text === "1" || text === "true");

/** Query of POST /api/admin/skus/import. */
export const importQuery = z.object({ dryRun: flag, setStock: flag });
