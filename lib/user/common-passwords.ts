import { dictionary } from "@zxcvbn-ts/language-common";

let common: Set<string> | undefined;

/** Whether a password is among the 49,000 that leaked most often, in any case (the list of zxcvbn). */
export function isCommonPassword(password: string): boolean {
  common ??= new Set(dictionary["passwords-common"]);
  return common.has(password.normalize("NFKC").toLowerCase());
}
