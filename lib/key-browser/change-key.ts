import { withRedis } from "#lib/redis/client.ts";
import { withBytes } from "#lib/redis/cluster.ts";
import type { FieldErrors } from "#lib/validation.ts";
import { toBytes, toText } from "./names.ts";
import type { KeyChange } from "./schema.ts";
import { changeKeyScript } from "./scripts/change-key.ts";
import { whyFieldIsFixed, whyKeyIsFixed } from "./secrets.ts";

/** What was there before a change, and is there after it, in words. */
export interface ChangeValues {
  before: string;
  after: string;
}

/**
 * The outcome of a change. "absent": there is no such key; "other-type": it is now of `type`, which the caller did not
 * see; "invalid": what is wrong, by field, among it what nobody may change here.
 */
export type ChangeResult =
  | ({ ok: true; type: string } & ChangeValues)
  | { ok: false; reason: "absent" }
  | { ok: false; reason: "other-type"; type: string }
  | { ok: false; reason: "invalid"; errors: FieldErrors };

const invalid = (field: string, message: string) =>
  ({ ok: false, reason: "invalid", errors: { [field]: message } }) as const;

const run = (key: Buffer, seen = "", act: "ttl" | "field" | "delete", first = "", second = "") =>
  withRedis((redis) => changeKeyScript(withBytes(redis), { key, seen, act, first, second }));

const MAX_TOLD = 200;
const tell = (bytes: Buffer) => toText(bytes).slice(0, MAX_TOLD);
const tellTtl = (seconds: number | null) => (seconds === null ? "no expiry" : `expires in ${seconds} s`);

/** Sets the lifetime of a key. One round trip. @param ttl in seconds; null: it does not expire */
async function setTtl(key: Buffer, ttl: number | null, seen: string | undefined): Promise<ChangeResult> {
  const fixed = whyKeyIsFixed(key.toString());
  if (fixed) return invalid("ttl", `can't be set: the key ${fixed}`);
  const [type, outcome, before] = await run(key, seen, "ttl", ttl === null ? "" : String(ttl));
  if (outcome === "absent") return { ok: false, reason: "absent" };
  if (outcome === "other-type") return { ok: false, reason: "other-type", type };
  const was = Number(before.toString());
  return { ok: true, type, before: tellTtl(was < 0 ? null : Math.ceil(was / 1000)), after: tellTtl(ttl) };
}

/** Sets a field of a hash, an element of a list by its index, or the score of a member. One round trip. */
async function setField(key: Buffer, field: Buffer, value: Buffer, seen: string | undefined): Promise<ChangeResult> {
  const fixed = whyFieldIsFixed(key.toString(), field.toString());
  if (fixed) return invalid("field", fixed);
  const [type, outcome, before] = await run(key, seen, "field", field.toString("hex"), value.toString("hex"));
  switch (outcome) {
    case "done":
      return { ok: true, type, before: `${tell(field)}: ${tell(before)}`, after: `${tell(field)}: ${tell(value)}` };
    case "other-type":
      return { ok: false, reason: "other-type", type };
    case "no-index":
      return invalid("field", "must be the index of an element, such as 0 or -1");
    case "no-number":
      return invalid("value", "must be a number");
    case "unsupported":
      return invalid("field", `can't be changed in a ${type}`);
    default:
      if (type === "none") return { ok: false, reason: "absent" };
      return invalid("field", type === "list" ? "is not an index of this list" : "is not a member of this sorted set");
  }
}

/**
 * Changes the lifetime or a field of a key, if it is of the type that the caller saw. What nobody may change here is
 * refused (secrets.ts). One round trip.
 * @param name as `toKeyName` makes it
 * @throws RedisUnavailableError
 */
export async function changeKey(name: string, { ttl, field, value, type }: KeyChange): Promise<ChangeResult> {
  const key = toBytes(name);
  if (ttl !== undefined) return setTtl(key, ttl, type);
  return setField(key, toBytes(field ?? ""), toBytes(value ?? ""), type);
}

/**
 * Deletes a key, if it is of the type that the caller saw. Its memory is freed in the background (UNLINK). One round
 * trip. @throws RedisUnavailableError
 */
export async function deleteKey(name: string, seen?: string): Promise<ChangeResult> {
  const key = toBytes(name);
  const fixed = whyKeyIsFixed(key.toString());
  if (fixed) return invalid("key", fixed);
  const [type, outcome] = await run(key, seen, "delete");
  if (outcome === "absent") return { ok: false, reason: "absent" };
  if (outcome === "other-type") return { ok: false, reason: "other-type", type };
  return { ok: true, type, before: type, after: "" };
}
