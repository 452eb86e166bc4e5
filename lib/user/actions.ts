"use server";

import { z } from "zod";
import { type ActionResult, formAction, localPath } from "../http/action.ts";
import { endSession } from "../session/current.ts";
import { toFormState } from "./explain.ts";
import { registerFromForm } from "./register.ts";
import { loginBody, registerBody } from "./schema.ts";
import { register, type SignInOutcome, signIn } from "./sign-in.ts";

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
