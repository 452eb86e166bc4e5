"use server";

import { z } from "zod";
import { formAction, localPath } from "../http/action.ts";
import { endSession, startUserSession } from "../session/current.ts";
import { loginBody, registerBody, TAKEN } from "./schema.ts";
import { authenticate, registerUser } from "./store.ts";

const next = z.object({ next: z.string().max(2048).optional() });

export const registerAction = formAction(registerBody.extend(next.shape), async (input) => {
  const result = await registerUser(input);
  if (!result.ok) return { ok: false, errors: { [result.taken]: TAKEN[result.taken] } };
  await startUserSession(result.user);
  return { goTo: localPath(input.next, "/account") };
});

export const loginAction = formAction(loginBody.extend(next.shape), async (input) => {
  const user = await authenticate(input.username, input.password);
  if (!user) return { ok: false, message: "That name and password do not belong together." };
  await startUserSession(user);
  return { goTo: localPath(input.next, "/account") };
});

export const logoutAction = formAction(z.object({}), async () => {
  await endSession();
  return { goTo: "/" };
});
