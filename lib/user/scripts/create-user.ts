import { didIt, script } from "#lib/redis/script.ts";

/** Writes the hash (`rest`: field, value, ...) of a user whose id nobody has. */
export const createUserScript = script("user/scripts/create-user", {
  keys: ["user"],
  args: [],
  rest: true,
  reply: didIt,
});
