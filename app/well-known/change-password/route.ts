import { Reply } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/**
 * Where password managers send somebody to change a password (w3.org/TR/change-password-url), served as
 * `/.well-known/change-password`.
 */
export const GET = route({ visitor: "anyone" }, async () => {
  return new Reply(303, { location: "/account#password-change" }, null);
});
