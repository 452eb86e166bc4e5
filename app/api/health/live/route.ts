import { route } from "#lib/web/routes/route.ts";

/** The process is up. */
export const GET = route({ visitor: "anyone" }, async () => ({ status: "up" }));
