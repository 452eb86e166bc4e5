import { config } from "#lib/config.ts";

/** Names under which somebody could pass for the people who run the store. */
const RESERVED = [
  ...["admin", "administrator", "administration", "root", "superuser", "sysadmin", "system", "webmaster", "operator"],
  ...["moderator", "staff", "support", "helpdesk", "security", "fakewebretailer"],
];

/** Characters that are read as others. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ "0": "o", "1": "i", l: "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g" },
  ...{ rn: "m", vv: "w" },
};

/** A name as it looks at a glance: without separators, numbering and case, and with lookalikes replaced. */
function skeleton(name: string): string {
  return name
    .toLowerCase()
    .replace(/[._-]/g, "")
    .replace(/(?<=\D)\d{1,2}$/, "")
    .replace(/rn|vv|[013457891l]/g, (found) => LOOKALIKES[found] ?? found);
}

const reserved = new Set(RESERVED.map(skeleton));

/**
 * Whether a username looks like that of an administrator: `admin.`, `Adm1n`, `adrnin`, `root_2`, or like ADMIN_USERNAME.
 * Only an operator may give such a name.
 */
export function isReservedName(username: string): boolean {
  const seen = skeleton(username);
  return reserved.has(seen) || seen === skeleton(config().ADMIN_USERNAME);
}
