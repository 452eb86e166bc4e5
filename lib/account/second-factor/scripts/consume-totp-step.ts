import { didIt, script } from "#lib/redis/script.ts";

/** Uses up a time step of an authenticator app, so that a code counts once. */
export const consumeTotpStep = script("account/second-factor/scripts/consume-totp-step", {
  keys: ["factor"],
  args: ["secret", "step", "resealed"],
  reply: didIt,
});
