"use server";

import { z } from "zod";
import { secondFactorBody } from "#lib/account/second-factor/schema.ts";
import { loginBody, registerBody } from "#lib/user/schema.ts";
import { type ActionResult, formAction } from "#lib/web/forms/form-action.ts";
import type { FormState } from "#lib/web/forms/form-state.ts";
import { localPath } from "#lib/web/forms/local-path.ts";
import { endSession } from "#lib/web/request/visitor.ts";
import { type SecondFactorRequest, toFormState } from "#lib/web/sign-in/account-failure.ts";
import { register, type SignInOutcome, signIn, signInWithCode } from "#lib/web/sign-in/sign-in.ts";

const next = z.string().max(2048).optional();
const loginFields = z.discriminatedUnion("step", [
  loginBody.extend({ next, step: z.undefined().optional() }),
  secondFactorBody.extend({ next, step: z.literal("code") }),
]);

/** The state of the sign-in form, which asks for the second factor where there is one. */
export type LoginState = (NonNullable<FormState> & { secondFactor?: SecondFactorRequest }) | null;

function toResult(outcome: SignInOutcome, goTo: string | undefined): ActionResult<LoginState> {
  return outcome.ok ? { goTo: localPath(goTo, "/account") } : toFormState(outcome);
}

export const registerAction = formAction(
  { visitor: "anyone", fields: registerBody.safeExtend({ next, formKey: z.string().max(64).optional() }) },
  async ({ context, fields }) => toResult(await register(context, fields, fields.formKey), fields.next),
);

/** Both steps of a sign-in, so that without JavaScript the reply to the first is the form of the second. */
export const loginAction = formAction<"anyone", typeof loginFields, LoginState>(
  { visitor: "anyone", fields: loginFields, secrets: ["code", "token"] },
  async ({ context, fields }) => {
    const outcome = fields.step === "code" ? await signInWithCode(context, fields) : await signIn(context, fields);
    return toResult(outcome, fields.next);
  },
);

export const logoutAction = formAction({ visitor: "anyone", fields: z.object({}) }, async ({ context }) => {
  await endSession(context);
  return { goTo: "/" };
});
