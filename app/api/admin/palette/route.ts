import { findForPalette } from "#lib/palette/find.ts";
import { paletteQuery } from "#lib/palette/schema.ts";
import { route } from "#lib/web/routes/route.ts";

/** SKUs, orders, people and keys for what has been typed into the command palette. */
export const GET = route({ visitor: "admin", query: paletteQuery }, ({ query }) => findForPalette(query.q));
