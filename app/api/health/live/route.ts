import { route } from "#lib/http/route.ts";

/** The process is up. */
export const GET = route({ visitor: "anyone" }, async () => ({ status: "up" }));
