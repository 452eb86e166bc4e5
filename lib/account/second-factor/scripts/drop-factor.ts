import { didIt, script } from "#lib/redis/script.ts";

/** Takes fields (`rest`) of a second factor away, and the recovery codes with the last factor. */
export const dropFactorScript = script("account/second-factor/scripts/drop-factor", {
  keys: ["user", "factor", "totp", "passkeys", "codes"],
  args: [],
  rest: true,
  reply: didIt,
});
