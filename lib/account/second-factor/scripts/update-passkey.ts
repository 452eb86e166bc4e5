import { didIt, script } from "#lib/redis/script.ts";

/** Notes the use of a passkey, unless it was taken away meanwhile. */
export const updatePasskey = script("account/second-factor/scripts/update-passkey", {
  keys: ["passkeys"],
  args: ["id", "passkey"],
  reply: didIt,
});
