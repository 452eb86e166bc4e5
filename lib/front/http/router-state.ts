import type { IncomingMessage } from "node:http";
import { isReadableRouterState } from "#lib/web/request/router-state.ts";

const ROUTER_HEADERS = ["next-router-state-tree", "rsc", "next-router-prefetch", "next-router-segment-prefetch"];

/**
 * Takes away the router's state of a client if Next.js can't read it: it would answer 500 at each navigation until the
 * page is loaded again. Without all of these it sends the whole page, which the router then loads.
 */
export function dropBrokenRouterState({ headers }: IncomingMessage): void {
  if (!isReadableRouterState(headers["next-router-state-tree"]))
    for (const name of ROUTER_HEADERS) delete headers[name];
}
