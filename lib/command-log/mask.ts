import { LRUCache } from "lru-cache";
import { familyOf, primaryOf } from "#lib/key-browser/families.ts";
import { isSecretField, isSecretKey, MASK } from "#lib/key-browser/secrets.ts";

/**
 * What a visitor may see of the commands of their own requests. The browser may be one that others use after them, so
 * nothing is shown by which somebody signs in, or is known: of keys that hold such things only names of fields, numbers
 * and sizes.
 */

/** The longest value that is shown, in characters. */
const MOST = 160;

const SECRETS = [
  /[^\s@"]+@[^\s@"]+/g,
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi,
  /\b[0-9a-f]{20,}\b/gi,
  // A sid, a seal, a hash of a password.
  /(?=[\w$./+*=-]*[a-z])(?=[\w$./+*=-]*[A-Z])(?=[\w$./+*=-]*\d)[\w$./+*=-]{20,}/g,
];

const SHOWN_OF_SECRET = 4;
/** A shorter text without an @ is none of these, in characters. */
const SHORTEST_SECRET = 20;

/** A text without e-mail addresses and whatever looks like a token, and cut off if it is long. */
export function maskText(text: string): string {
  if (text.length < SHORTEST_SECRET && !text.includes("@")) return text;
  // What begins before the cut is masked as a whole.
  let masked = text.slice(0, 2 * MOST);
  for (const pattern of SECRETS) {
    masked = masked.replace(pattern, (found) => (found.includes("@") ? MASK : `${found.slice(0, SHOWN_OF_SECRET)}…`));
  }
  return masked.length > MOST ? `${masked.slice(0, MOST)}…` : masked;
}

/** The name of a key; the id of a session or of a sign-in under way is cut off, and what names a person left out. */
export function maskKey(key: string): string {
  const names = /^(username|email)_to_id:/.exec(key);
  if (names) return names[0] + MASK;
  const { id } = familyOf(key) ?? {};
  if (id !== "sessions" && id !== "sign-ins" && id !== "limits") return maskText(key);
  const primary = primaryOf(key);
  const [kind = "", name = ""] = [primary.slice(0, primary.indexOf(":") + 1), primary.slice(primary.indexOf(":") + 1)];
  return kind === "" ? key : key.replace(primary, `${kind}${name.slice(0, SHOWN_OF_SECRET)}…`);
}

/** Fields that may be shown of families that are about persons; of other families every field is. */
const SHOWN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  users: ["created_at", "role"],
  "sign-ins": [],
  limits: [],
  audit: [],
  store: [],
  sessions: ["created_at", "last_activity", "current_page", "page_views"],
  orders: ["status", "subtotal", "shipping", "total", "created_at", "paid_at", "shipped_at", "cancelled_at"],
};

/** What is shown of a key: everything, or some fields. It is asked for each field of a reply. */
interface Policy {
  open: boolean;
  fields: readonly string[];
}
const policies = new LRUCache<string, Policy>({ max: 2000 });

function policyOf(key: string): Policy {
  let policy = policies.get(key);
  if (!policy) {
    const { id = "" } = familyOf(key) ?? {};
    policy = { open: !(id in SHOWN_FIELDS) && !isSecretKey(key, "string"), fields: SHOWN_FIELDS[id] ?? [] };
    policies.set(key, policy);
  }
  return policy;
}

/** Whether values of a key are shown whatever they are. */
export const isOpen = (key: string): boolean => policyOf(key).open;

/** Whether the value of a field of a key is shown. */
export function isFieldShown(key: string, field: string): boolean {
  const { open, fields } = policyOf(key);
  return (open || fields.includes(field)) && !isSecretField(key, field);
}
