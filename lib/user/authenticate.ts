import { withRedis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";
import { keepClaim } from "./claim.ts";
import { verifyPassword } from "./password.ts";
import { findStoredUser, type StoredUser } from "./store.ts";

/** "mismatch" covers unknown names and wrong passwords alike; "disabled" is told only to who knows the password. */
export type Authentication = ({ ok: true } & StoredUser) | { ok: false; reason: "mismatch" | "disabled" | "busy" };

/**
 * The user whose name and password these are. An unknown name, a wrong password and a user without a password take
 * the same time. Three round trips and one bcrypt.
 */
export async function authenticate(username: string, password: string): Promise<Authentication> {
  const found = await findStoredUser(username);
  const verdict = await verifyPassword(password, found?.passwordHash ?? null);
  if (verdict === "busy") return { ok: false, reason: "busy" };
  if (!found || verdict === "no") return { ok: false, reason: "mismatch" };
  if (found.user.disabled) return { ok: false, reason: "disabled" };
  // A registration that stopped before its last step is completed by the first sign-in.
  await withRedis((redis) => keepClaim(redis, keys.usernameToId(username), found.user.id));
  return { ok: true, ...found };
}
