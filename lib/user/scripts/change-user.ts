import { didIt, script } from "#lib/redis/script.ts";

/**
 * Sets fields (`rest`: field, value, ...) of a user who exists and still has this password hash and this name; ""
 * matches any. Whoever names a name is refused once the account is disabled.
 */
export const changeUserScript = script("user/scripts/change-user", {
  keys: ["user"],
  args: ["passwordHash", "username"],
  rest: true,
  reply: didIt,
});
