import { config } from "#lib/config.ts";

/** Names under which somebody could pass for the people who run the store. */
const RESERVED = [
  ...["admin", "administrator", "administration", "root", "superuser", "sysadmin", "system", "webmaster", "operator"],
  ...["moderator", "staff", "support", "helpdesk", "security", "fakewebretailer"],
];

/** Characters that are read as others. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ "0": "o", "1": "i", l: "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g" },
  ...{ rn: "m", nn: "m", vv: "w", cl: "d" },
};

/** A word as it looks at a glance. */
const replaceLookalikes = (word: string) =>
  word.replace(/rn|nn|vv|cl|[013457891l]/g, (found) => LOOKALIKES[found] ?? found);
/** A word without a number before or after it. */
const withoutNumber = (word: string) => word.replace(/^\d+(?=\D)/, "").replace(/(?<=\D)\d+$/, "");
const looksOf = (word: string) => [word, withoutNumber(word)].map(replaceLookalikes);

const withoutSeparators = (name: string) => name.toLowerCase().replace(/[._-]/g, "");
const reserved = new Set(RESERVED.map(replaceLookalikes));

/**
 * Whether a username looks like that of an administrator: `admin.`, `Adm1n`, `adrnin`, `root_2`, or like
 * ADMIN_USERNAME. Only an operator may give such a name.
 */
export function isReservedName(username: string): boolean {
  const own = replaceLookalikes(withoutSeparators(config().ADMIN_USERNAME));
  return looksOf(withoutSeparators(username)).some((look) => reserved.has(look) || look === own);
}

/** Whether a username is ADMIN_USERNAME: only user 0 has it, or a store that was emptied could not start again. */
export function isInitialAdminName(username: string): boolean {
  return username.toLowerCase() === config().ADMIN_USERNAME.toLowerCase();
}
