import { didIt, script } from "#lib/redis/script.ts";

/** Sets fields (`rest`: field, value, ...) of a user who exists and still has this password hash; "" matches any hash. */
export const changeUserScript = script("user/scripts/change-user", {
  keys: ["user"],
  args: ["passwordHash"],
  rest: true,
  reply: didIt,
});
