import { registerBody } from "#lib/user/schema.ts";
import { replyToSignIn } from "#lib/web/replies/account.ts";
import { route } from "#lib/web/route.ts";
import { register } from "#lib/web/sign-in.ts";

/** Creates an account and signs it in; 409 when somebody else has the name. */
export const POST = route({ visitor: "anyone", body: registerBody }, async ({ body }) =>
  replyToSignIn(await register(body), 201),
);
