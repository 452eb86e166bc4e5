"use server";

import { z } from "zod";
import { registerFromForm } from "#lib/account/register.ts";
import { loginBody, registerBody } from "#lib/user/schema.ts";
import { type ActionResult, formAction, localPath } from "#lib/web/form-action.ts";
import { toFormState } from "#lib/web/replies/account-failure.ts";
import { register, type SignInOutcome, signIn } from "#lib/web/sign-in.ts";
import { endSession } from "#lib/web/visitor.ts";

const next = { next: z.string().max(2048).optional() };

function toResult(outcome: SignInOutcome, goTo: string | undefined): ActionResult {
  return outcome.ok ? { goTo: localPath(goTo, "/account") } : toFormState(outcome);
}

export const registerAction = formAction(registerBody.safeExtend(next), async (input) =>
  toResult(await register(input, registerFromForm), input.next),
);

export const loginAction = formAction(loginBody.extend(next), async (input) =>
  toResult(await signIn(input.username, input.password), input.next),
);

export const logoutAction = formAction(z.object({}), async () => {
  await endSession();
  return { goTo: "/" };
});
