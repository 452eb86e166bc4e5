import { changeKey, deleteKey } from "#lib/key-browser/change-key.ts";
import { readKey } from "#lib/key-browser/read-key.ts";
import { changeKeyBody, deleteKeyQuery, keyParams, readKeyQuery } from "#lib/key-browser/schema.ts";
import { explainKeyChange, recordKeyAct } from "#lib/web/admin/key-change.ts";
import { publicKey } from "#lib/web/replies/key.ts";
import { invalid, problem } from "#lib/web/routes/problem.ts";
import { noContent } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

const none = () => problem(404, "There is no such key");

/** A key with a page of its value. */
export const GET = route(
  { visitor: "admin", params: keyParams, query: readKeyQuery },
  async ({ params: { key }, query }) => {
    const details = await readKey(key, query);
    return details ? publicKey(details) : none();
  },
);

/** Changes the lifetime or a field of a key, and replies with it. */
export const PATCH = route(
  { visitor: "fresh-admin", params: keyParams, body: changeKeyBody },
  async ({ context, visitor: { user }, params: { key }, body }) => {
    const changed = await changeKey(key, body);
    if (!changed.ok && changed.reason === "invalid") return invalid(changed.errors);
    if (!changed.ok) return changed.reason === "absent" ? none() : problem(409, explainKeyChange(changed));
    await recordKeyAct(context, user, "key-changed", key, changed);
    // It may be gone again: a lifetime can be a second.
    const details = await readKey(key, { limit: 100, from: "start" });
    return details ? publicKey(details) : none();
  },
);

/** Deletes a key. */
export const DELETE = route(
  { visitor: "fresh-admin", params: keyParams, query: deleteKeyQuery },
  async ({ context, visitor: { user }, params: { key }, query: { type } }) => {
    const deleted = await deleteKey(key, type);
    if (!deleted.ok && deleted.reason === "invalid") return invalid(deleted.errors);
    if (!deleted.ok) return deleted.reason === "absent" ? none() : problem(409, explainKeyChange(deleted));
    await recordKeyAct(context, user, "key-deleted", key, deleted);
    return noContent();
  },
);
