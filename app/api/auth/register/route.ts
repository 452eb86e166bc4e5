import { registerBody } from "#lib/user/schema.ts";
import { replyToSignIn } from "#lib/web/replies/account.ts";
import { route } from "#lib/web/routes/route.ts";
import { register } from "#lib/web/sign-in/sign-in.ts";

/** Creates an account and signs it in; 409 when somebody else has the name. */
export const POST = route({ visitor: "anyone", body: registerBody }, async ({ context, body }) =>
  replyToSignIn(await register(context, body), 201),
);
