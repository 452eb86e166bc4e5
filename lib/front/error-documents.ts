import { readFile } from "node:fs/promises";
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { join } from "node:path";
import type { PendingReply, ReplyDecision } from "#lib/front/http/intercept-head.ts";
import { securityHeaders } from "#lib/front/http/security-headers.ts";
import { encodeDocument, type PreparedDocument, prepareDocument } from "./document-cache.ts";

/**
 * The pages for what is missing or forbidden. When a page calls `notFound()` or `forbidden()`, Next.js sends an empty
 * document that a script fills. Pages of the build go in its place, which can be read without script.
 */

/** By status and the beginning of the path; the first that fits is sent. */
const PAGES = [
  { status: 404, below: "/admin", file: "error-pages/admin-not-found.html" },
  { status: 403, below: "/admin", file: "error-pages/admin-forbidden.html" },
  { status: 404, below: "/", file: "_not-found.html" },
] as const;

/** What Next.js calls the document that it leaves to a script. */
const EMPTY_DOCUMENT = '<html id="__next_error__"';

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

function isEmpty({ req }: Asked, { first }: PendingReply): boolean {
  if (req.method === "HEAD") return true;
  if (typeof first !== "string" && !(first instanceof Uint8Array)) return false;
  return Buffer.from(first.slice(0, 200) as string).includes(EMPTY_DOCUMENT);
}

/** The page to send in place of an empty document; null when there is none, or it is no such document. */
export function decideEmptyDocument(
  asked: Asked,
  reply: PendingReply,
  documents: readonly ErrorDocument[],
): ReplyDecision | null {
  if (!asked.isDocument || (reply.status !== 404 && reply.status !== 403) || !isEmpty(asked, reply)) return null;
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
