import { dictionary } from "@zxcvbn-ts/language-common";

let common: Set<string> | undefined;

/** Whether a password is one of the 49,000 that leaked most often, ignoring case (zxcvbn's list; OWASP ASVS 6.2.4). */
export function isCommonPassword(password: string): boolean {
  common ??= new Set(dictionary["passwords-common"]);
  return common.has(password.normalize("NFKC").toLowerCase());
}
