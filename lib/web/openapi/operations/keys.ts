import { changeKeyBody, deleteKeyQuery, keyParams, listKeysQuery, readKeyQuery } from "#lib/key-browser/schema.ts";
import * as replies from "#lib/web/openapi/replies/keys.ts";
import { jsonReply, type Operation } from "./operation.ts";

const changed = { description: "The key is of another type than the caller saw; nothing was changed" };

/** The browser of keys. */
export const keyOperations: readonly Operation[] = [
  {
    id: "listKeys",
    method: "get",
    path: "/api/admin/keys",
    summary: "The keys of Redis, on every primary, by SCAN; a page may be empty and have a cursor",
    visitor: "admin",
    query: listKeysQuery,
    replies: { 200: jsonReply("The keys", replies.keyPage) },
  },
  {
    id: "getKey",
    method: "get",
    path: "/api/admin/keys/{key}",
    summary: "A key with a page of its value; secrets are masked",
    visitor: "admin",
    params: keyParams,
    query: readKeyQuery,
    replies: { 200: jsonReply("The key", replies.key) },
  },
  {
    id: "changeKey",
    method: "patch",
    path: "/api/admin/keys/{key}",
    summary: "Change the lifetime of a key, a field of a hash, an element of a list or the score of a member",
    visitor: "fresh-admin",
    params: keyParams,
    body: changeKeyBody,
    replies: { 200: jsonReply("The key after that", replies.key) },
    problems: {
      409: changed,
      422: { description: "The body is invalid, or nobody may change this here: `errors` says why" },
    },
  },
  {
    id: "deleteKey",
    method: "delete",
    path: "/api/admin/keys/{key}",
    summary: "Delete a key",
    visitor: "fresh-admin",
    params: keyParams,
    query: deleteKeyQuery,
    replies: { 204: { description: "It is deleted" } },
    problems: {
      409: changed,
      422: { description: "The query is invalid, or nobody may delete this key here: `errors` says why" },
    },
  },
];
