import { readCspReports } from "#lib/csp/store.ts";
import { route } from "#lib/web/routes/route.ts";

/** How often which violations of the content policy were reported. */
export const GET = route({ visitor: "admin" }, readCspReports);
