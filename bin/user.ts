import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { disableUser, enableUser, findUser, listUsers, setPassword, setRole } from "#lib/account/operator.ts";
import { registerUser } from "#lib/account/register.ts";
import { describeNamedRedis, loadConfig } from "#lib/config.ts";
import { closeRedis } from "#lib/redis/client.ts";
import { startPrivateServer } from "#lib/redis/private-server.ts";
import { awaitRedis } from "#lib/redis/work/retry.ts";
import { deleteOtherSessions, listSessions, revokeSession } from "#lib/session/user-sessions.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { newPassword, registerBody, type User } from "#lib/user/schema.ts";

/** `npm run user -- …`: what an operator does to users from a terminal. */

const USAGE = `npm run user -- <command>

  create <name> <e-mail> [--admin]   make an account
  list [--from <id>]                 users by number, 100 at a time
  password <user>                    set a new password
  disable <user> | enable <user>     shut an account, open it again
  promote <user> | demote <user>     give or take the role of an administrator
  sessions <user>                    where a user is signed in
  revoke <user> [<session id>]       end one session, or all

<user> is a name or a number. A password is read from standard input when that is a file or pipe
(echo … | npm run user -- password alice); else one is made and shown once. What changes a user's rights or
password ends their sessions.`;

class Mistake extends Error {}

async function readPassword(): Promise<{ password: string; made: boolean }> {
  // A pipe that nobody writes to or closes must not hold the command up for ever.
  const piped = process.stdin.isTTY ? "" : await Promise.race([text(process.stdin), sleep(5000, "", { ref: false })]);
  process.stdin.destroy();
  const password = piped.replace(/\r?\n$/, "");
  if (password === "") return { password: randomBytes(12).toString("base64url"), made: true };
  const parsed = newPassword.safeParse(password);
  if (!parsed.success) throw new Mistake(`The password ${parsed.error.issues[0]?.message}`);
  return { password, made: false };
}

async function need(nameOrId: string | undefined): Promise<User> {
  if (!nameOrId) throw new Mistake(USAGE);
  const user = await findUser(nameOrId);
  if (!user) throw new Mistake(`There is no user "${nameOrId}".`);
  return user;
}

function print(user: User): void {
  const marks = [user.role === "admin" && "admin", user.disabled && "shut"].filter(Boolean).join(", ");
  const since = user.createdAt.slice(0, 10);
  console.log(`${user.id.padStart(6)}  ${user.username.padEnd(32)}  ${user.email.padEnd(32)}  ${since}  ${marks}`);
}

async function create(username: string | undefined, email: string | undefined, admin: boolean): Promise<void> {
  const { password, made } = await readPassword();
  const input = registerBody.safeParse({ username, email, password });
  if (!input.success) throw new Mistake(input.error.issues.map((i) => `${i.path.join(".")} ${i.message}`).join("\n"));
  const result = await registerUser({ ...input.data, role: admin ? "admin" : "shopper" });
  if (!result.ok) throw new Mistake(`The name "${username}" is taken.`);
  print(result.user);
  if (made) console.log(`Password, shown this once: ${password}`);
}

const COMMANDS: Record<string, (args: string[], options: { admin: boolean; from: string }) => Promise<void>> = {
  create: ([username, email], { admin }) => create(username, email, admin),
  async list(_, { from }) {
    const { users, next } = await listUsers(Number(from) || 0, 100);
    users.forEach(print);
    if (next !== null) console.log(`More: npm run user -- list --from ${next}`);
  },
  async password([name]) {
    const user = await need(name);
    const { password, made } = await readPassword();
    await setPassword(user.id, password);
    console.log(`${user.username} has a new password and is signed out everywhere.`);
    if (made) console.log(`Password, shown this once: ${password}`);
  },
  async disable([name]) {
    const user = await need(name);
    await disableUser(user.id);
    console.log(`${user.username} is shut out and signed out everywhere.`);
  },
  async enable([name]) {
    const user = await need(name);
    await enableUser(user.id);
    console.log(`${user.username} may sign in.`);
  },
  async promote([name]) {
    const user = await need(name);
    await setRole(user.id, "admin");
    console.log(`${user.username} is an administrator from the next sign-in.`);
  },
  async demote([name]) {
    const user = await need(name);
    await setRole(user.id, "shopper");
    console.log(`${user.username} is a shopper and signed out everywhere.`);
  },
  async sessions([name]) {
    const sessions = await listSessions((await need(name)).id, null);
    for (const { id, device, lastActivity, currentPage, pageViews } of sessions)
      console.log(`${id}  ${device.padEnd(20)}  last seen ${lastActivity} on ${currentPage}, ${pageViews} page views`);
    if (sessions.length === 0) console.log("Signed in nowhere.");
  },
  async revoke([name, id]) {
    const user = await need(name);
    if (!id) console.log(`Sessions ended: ${await deleteOtherSessions(user.id, null)}`);
    else if (await revokeSession(user.id, id)) console.log("Session ended.");
    else throw new Mistake(`${user.username} has no session "${id}".`);
  },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      admin: { type: "boolean", default: false },
      from: { type: "string", default: "0" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const [name = "", ...args] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new Mistake(USAGE);
  const config = loadConfig();
  // The private server of a store that runs is joined; else it is started for as long as this takes.
  const server = describeNamedRedis(config) ? null : await startPrivateServer(config.DATA_DIR);
  if (server) process.env.REDIS_URL = server.url;
  try {
    await awaitRedis();
    await command(args, values);
  } finally {
    await closeRedis();
    await closePasswordPool();
    await server?.release();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
