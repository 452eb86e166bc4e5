import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import {
  disableUser,
  enableUser,
  findUser,
  listUsers,
  resetFactors,
  setPassword,
  setRole,
} from "#lib/account/operator.ts";
import { registerUser } from "#lib/account/register.ts";
import { deleteOtherSessions, listSessions, revokeSession } from "#lib/session/user-sessions.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { newPassword } from "#lib/user/password-rules.ts";
import { registerBody, type User } from "#lib/user/schema.ts";
import { CommandError, readArgs, runCommand, withStoreRedis } from "./support/cli.ts";

/** `npm run user -- …`: manages user accounts from a terminal. */

const USAGE = `npm run user -- <command>

  create <name> <e-mail> [--admin]   create an account
  list [--from <id>]                 users by number, 100 at a time
  password <user>                    set a new password
  disable <user> | enable <user>     disable an account, enable it again
  promote <user> | demote <user>     grant or revoke the administrator role
  reset-second-factor <user>         take away a second factor that the user has lost
  sessions <user>                    where a user is signed in
  revoke <user> [<session id>]       end one session, or all

<user> is a name, or a number as '#7' or --id 7. The password is read from standard input if that is a file or a pipe
(echo … | npm run user -- password alice); otherwise one is generated and shown once. Changing a user's
rights or password ends their sessions.`;

async function readPassword(): Promise<{ password: string; generated: boolean }> {
  // A pipe that is never written to or closed must not block the command.
  const piped = process.stdin.isTTY ? "" : await Promise.race([text(process.stdin), sleep(5000, "", { ref: false })]);
  process.stdin.destroy();
  const password = piped.replace(/\r?\n$/, "");
  if (password === "") return { password: randomBytes(12).toString("base64url"), generated: true };
  const parsed = newPassword.safeParse(password);
  if (!parsed.success) throw new CommandError(`The password ${parsed.error.issues[0]?.message}`);
  return { password, generated: false };
}

async function requireUser(reference: string | undefined): Promise<User> {
  if (!reference) throw new CommandError(USAGE);
  const user = await findUser(reference);
  if (!user) {
    const hint = /^\d+$/.test(reference) ? ` For the user with that number, write --id ${reference}.` : "";
    throw new CommandError(`There is no user "${reference}".${hint}`);
  }
  return user;
}

/** The user whom a command changes. Says who that is before anything happens to them. */
async function chooseUser(reference: string | undefined): Promise<User> {
  const user = await requireUser(reference);
  console.log(`#${user.id} ${user.username} <${user.email}>`);
  return user;
}

function print(user: User): void {
  const marks = [user.role === "admin" && "admin", user.disabled && "disabled"].filter(Boolean).join(", ");
  const since = user.createdAt.slice(0, 10);
  console.log(`${user.id.padStart(6)}  ${user.username.padEnd(32)}  ${user.email.padEnd(32)}  ${since}  ${marks}`);
}

async function create(username: string | undefined, email: string | undefined, admin: boolean): Promise<void> {
  const { password, generated } = await readPassword();
  const input = registerBody.safeParse({ username, email, password });
  if (!input.success)
    throw new CommandError(input.error.issues.map((i) => `${i.path.join(".")} ${i.message}`).join("\n"));
  const result = await registerUser({ ...input.data, role: admin ? "admin" : "shopper", byOperator: true });
  if (!result.ok) throw new CommandError(`The name "${username}" is taken.`);
  print(result.user);
  if (generated) console.log(`Password, shown this once: ${password}`);
}

const COMMANDS: Record<string, (args: string[], options: { admin: boolean; from: string }) => Promise<void>> = {
  create: ([username, email], { admin }) => create(username, email, admin),
  async list(_, { from }) {
    const { users, next } = await listUsers(Number(from) || 0, 100);
    users.forEach(print);
    if (next !== null) console.log(`More: npm run user -- list --from ${next}`);
  },
  async password([name]) {
    const user = await chooseUser(name);
    const { password, generated } = await readPassword();
    if (!(await setPassword(user.id, password)))
      throw new CommandError("No password was set: the account is gone, or too many passwords wait. Try again.");
    console.log(`${user.username} has a new password and is signed out everywhere.`);
    if (generated) console.log(`Password, shown this once: ${password}`);
  },
  async disable([name]) {
    const user = await chooseUser(name);
    await disableUser(user.id);
    console.log(`${user.username} is disabled and signed out everywhere.`);
  },
  async enable([name]) {
    const user = await chooseUser(name);
    await enableUser(user.id);
    console.log(`${user.username} can sign in again.`);
  },
  async promote([name]) {
    const user = await chooseUser(name);
    await setRole(user.id, "admin");
    console.log(`${user.username} is an administrator from the next sign-in on.`);
  },
  async demote([name]) {
    const user = await chooseUser(name);
    await setRole(user.id, "shopper");
    console.log(`${user.username} is a shopper and signed out everywhere.`);
  },
  async "reset-second-factor"([name]) {
    const user = await chooseUser(name);
    console.log("Be sure that it is really they who ask: the password alone opens the account after this.");
    if (await resetFactors(user.id)) console.log(`${user.username} has no second factor and is signed out everywhere.`);
    else throw new CommandError(`${user.username} has no second factor.`);
  },
  async sessions([name]) {
    const sessions = await listSessions((await requireUser(name)).id, null);
    for (const { id, device, lastActivity, currentPage, pageViews } of sessions)
      console.log(`${id}  ${device.padEnd(20)}  last seen ${lastActivity} on ${currentPage}, ${pageViews} page views`);
    if (sessions.length === 0) console.log("Signed in nowhere.");
  },
  async revoke([name, id]) {
    const user = await chooseUser(name);
    if (!id) console.log(`Sessions ended: ${await deleteOtherSessions(user.id, null)}`);
    else if (await revokeSession(user.id, id)) console.log("Session ended.");
    else throw new CommandError(`${user.username} has no session "${id}".`);
  },
};

await runCommand(async () => {
  const { values, positionals } = readArgs(USAGE, {
    allowPositionals: true,
    options: {
      admin: { type: "boolean", default: false },
      from: { type: "string", default: "0" },
      id: { type: "string" },
    },
  });
  const [name = "", ...rest] = positionals;
  const args = values.id === undefined ? rest : [`#${values.id}`, ...rest];
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new CommandError(USAGE);
  try {
    await withStoreRedis(() => command(args, values));
  } finally {
    await closePasswordPool();
  }
  return 0;
});
