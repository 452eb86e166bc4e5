import { didIt, script } from "#lib/redis/script.ts";

/** Changes fields of a user who exists and, unless "" is given, still has the password hash. */
export const changeUserScript = script("user/scripts/change-user", {
  keys: ["user"],
  args: ["passwordHash"],
  rest: true,
  reply: didIt,
});
