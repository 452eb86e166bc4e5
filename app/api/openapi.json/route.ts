import { openapiDocument } from "#lib/web/openapi/document.ts";
import { route } from "#lib/web/routes/route.ts";

/** The whole API as an OpenAPI 3.1 document. */
export const GET = route({ visitor: "anyone", shared: true }, async () => openapiDocument());
