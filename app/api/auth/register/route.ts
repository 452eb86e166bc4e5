import { route } from "#lib/http/route.ts";
import { replyToSignIn } from "#lib/user/reply.ts";
import { registerBody } from "#lib/user/schema.ts";
import { register } from "#lib/user/sign-in.ts";

/** Creates an account and signs it in; 409 when somebody else has the name. */
export const POST = route({ visitor: "anyone", body: registerBody }, async ({ body }) =>
  replyToSignIn(await register(body), 201),
);
