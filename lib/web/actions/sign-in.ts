"use server";

import { z } from "zod";
import { registerFromForm } from "#lib/account/register.ts";
import { loginBody, registerBody } from "#lib/user/schema.ts";
import { type ActionResult, formAction } from "#lib/web/forms/form-action.ts";
import { localPath } from "#lib/web/forms/local-path.ts";
import { endSession } from "#lib/web/request/visitor.ts";
import { toFormState } from "#lib/web/sign-in/account-failure.ts";
import { register, type SignInOutcome, signIn } from "#lib/web/sign-in/sign-in.ts";

const next = { next: z.string().max(2048).optional() };

function toResult(outcome: SignInOutcome, goTo: string | undefined): ActionResult {
  return outcome.ok ? { goTo: localPath(goTo, "/account") } : toFormState(outcome);
}

export const registerAction = formAction(
  { visitor: "anyone", fields: registerBody.safeExtend(next) },
  async ({ context, fields }) => toResult(await register(context, fields, registerFromForm), fields.next),
);

export const loginAction = formAction(
  { visitor: "anyone", fields: loginBody.extend(next) },
  async ({ context, fields }) => toResult(await signIn(context, fields), fields.next),
);

export const logoutAction = formAction({ visitor: "anyone", fields: z.object({}) }, async ({ context }) => {
  await endSession(context);
  return { goTo: "/" };
});
