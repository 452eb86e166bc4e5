import { z } from "zod";
import type { RequestContext } from "#lib/web/request/request-context.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { type Reply, seeOther } from "#lib/web/routes/reply.ts";

/** The page of an import. */
export const importPath = (id: string) => `/admin/skus/import/${id}`;

/** Why a table was not taken, in words for the page and for clients. */
export const UPLOAD_REFUSALS = {
  "too-large": { status: 413, message: "The file is too large: a table may have at most 64 MB. Import it in parts." },
  "no-table": { status: 422, message: "Choose a file, or paste a table." },
  busy: { status: 429, message: "Several tables are being read at the moment. Try again in a minute." },
} as const;
export type UploadRefusal = keyof typeof UPLOAD_REFUSALS;

/** Query of the page with the form. */
export const importPageQuery = z.object({
  refused: z.enum(["too-large", "no-table", "busy"]).optional().catch(undefined),
});

/** Refuses a table: a problem document for a client that asks for JSON, the form with the reason for any other. */
export function refuseUpload(context: RequestContext, reason: UploadRefusal): Reply {
  const { status, message } = UPLOAD_REFUSALS[reason];
  if (!context.header("accept")?.includes("application/json")) return seeOther(`/admin/skus/import?refused=${reason}`);
  return problem(status, message, reason === "busy" ? { retryAfter: 60 } : {});
}
