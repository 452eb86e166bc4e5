import { route } from "#lib/web/route.ts";

/** The process is up. */
export const GET = route({ visitor: "anyone" }, async () => ({ status: "up" }));
