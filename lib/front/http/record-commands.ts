import type { IncomingMessage, ServerResponse } from "node:http";
import { logCommands } from "#lib/command-log/store.ts";
import { readViewer, showsCommands, viewerCookie } from "#lib/command-log/viewer.ts";
import { logError } from "#lib/log.ts";
import type { CurrentRequest } from "#lib/process/current-request.ts";
import { cookiesOf } from "#lib/web/request/cookies.ts";

/** Pages of administrators are none of a shopper's; and the log itself is not in the log. */
const LEFT_OUT = /^\/(admin|api\/(admin|commands|health|metrics)|commands|_next|pictures)([/?]|$)/;

/** The page is fetched before anybody asks for it. */
const isPrefetch = ({ headers }: IncomingMessage) => headers["next-router-prefetch"] !== undefined;

/**
 * Notes the commands of a request if its visitor looks at them: they have a cookie for it. For everybody else this is one
 * look at the header.
 */
export function recordCommands(req: IncomingMessage, res: ServerResponse, request: CurrentRequest, https: boolean) {
  const { cookie } = req.headers;
  if (!cookie?.includes("fwr_commands=") || !showsCommands()) return;
  if (LEFT_OUT.test(req.url ?? "") || isPrefetch(req)) return;
  const [sealed] = cookiesOf(cookie).read(viewerCookie(https));
  if (sealed === undefined) return;
  request.commands = [];
  const { method = "" } = req;
  res.once("close", () => {
    if (request.isFile) return;
    const status = request.wanted.status ?? res.statusCode;
    readViewer(sealed)
      .then((viewer) => viewer && logCommands(viewer, request, { method, status }))
      .catch((error: unknown) => logError("commands-not-noted", error));
  });
}
