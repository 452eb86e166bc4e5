import { readFile } from "node:fs/promises";
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { join } from "node:path";
import type { PendingReply, ReplyDecision } from "#lib/front/http/intercept-head.ts";
import { securityHeaders } from "#lib/front/http/security-headers.ts";
import { encodeDocument, type PreparedDocument, prepareDocument } from "./cache/document-cache.ts";

/**
 * The pages for what is missing or forbidden. When a page calls `notFound()` or `forbidden()`, Next.js sends an empty
 * document that a script fills. Pages of the build go in its place, which can be read without script. One goes in place
 * of `global-not-found.tsx`, too: from that document the router changes the address and nothing else.
 */

/** By status and the beginning of the path; the first that fits is sent. */
const PAGES = [
  { status: 404, below: "/admin", file: "error-pages/admin-not-found.html" },
  { status: 403, below: "/admin", file: "error-pages/admin-forbidden.html" },
  { status: 404, below: "/", file: "error-pages/not-found.html" },
] as const;

export interface ErrorDocument {
  status: number;
  /** the beginning of the paths for which it is sent */
  below: string;
  document: PreparedDocument;
}

/** Reads the pages from the build. @param root the project's folder */
export async function loadErrorDocuments(root: string): Promise<ErrorDocument[]> {
  return Promise.all(
    PAGES.map(async ({ status, below, file }) => {
      const html = await readFile(join(root, ".next/server/app", file), "utf8");
      return { status, below, document: prepareDocument(file, html) };
    }),
  );
}

/** Of what is known of a request, what matters here. */
interface Asked {
  readonly req: IncomingMessage;
  readonly https: boolean;
  readonly isDocument: boolean;
}

/** The page to send for what is missing or forbidden; null for any other reply. */
export function decideErrorDocument(
  asked: Asked,
  reply: PendingReply,
  documents: readonly ErrorDocument[],
): ReplyDecision | null {
  if (!asked.isDocument || !String(reply.headers["content-type"]).startsWith("text/html")) return null;
  const path = asked.req.url ?? "/";
  const found = documents.find(({ status, below }) => status === reply.status && path.startsWith(below));
  if (!found) return null;
  const { body, headers: own } = encodeDocument(asked.req, found.document);
  const headers: OutgoingHttpHeaders = {
    ...securityHeaders(asked.https),
    ...own,
    "content-type": "text/html; charset=utf-8",
    // What is missing now may be there in a moment.
    "cache-control": "no-store",
    vary: "Accept-Encoding",
  };
  return { replace: { headers, body: asked.req.method === "HEAD" ? undefined : body } };
}
