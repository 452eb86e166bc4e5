import { rightsBody } from "#lib/account/people/rights.ts";
import { paletteQuery } from "#lib/palette/schema.ts";
import { listSessionsQuery } from "#lib/session/all-sessions.ts";
import { listUsersQuery } from "#lib/user/directory/list-users.ts";
import * as replies from "#lib/web/openapi/replies/admin.ts";
import { palette } from "#lib/web/openapi/replies/palette.ts";
import { sessionParams, userParams } from "#lib/web/routes/params.ts";
import { jsonReply, type Operation } from "./operation.ts";

/** What administrators find, and what they do with people: users, sessions, carts. */
export const peopleOperations: readonly Operation[] = [
  {
    id: "findForPalette",
    method: "get",
    path: "/api/admin/palette",
    summary: "SKUs, orders, people and keys for a text, at most five of each",
    visitor: "admin",
    query: paletteQuery,
    replies: { 200: jsonReply("What was found", palette) },
  },
  {
    id: "listUsers",
    method: "get",
    path: "/api/admin/users",
    summary: "Users, newest first, or those whose id is `q` or whose name or e-mail address begins with it",
    visitor: "admin",
    query: listUsersQuery,
    replies: { 200: jsonReply("The users", replies.userList) },
  },
  {
    id: "getUser",
    method: "get",
    path: "/api/admin/users/{id}",
    summary: "A user with sessions, cart, wishlist and newest orders",
    visitor: "admin",
    params: userParams,
    replies: { 200: jsonReply("The user", replies.person) },
  },
  {
    id: "changeUser",
    method: "patch",
    path: "/api/admin/users/{id}",
    summary: "Change the role of a user, disable or enable them; a change ends their sessions",
    visitor: "fresh-admin",
    params: userParams,
    body: rightsBody,
    replies: { 200: jsonReply("The user after that", replies.person) },
    problems: { 409: { description: "It would take your own rights, or another administrator is changing rights" } },
  },
  {
    id: "endSessionsOfUser",
    method: "delete",
    path: "/api/admin/users/{id}/sessions",
    summary: "Sign a user out everywhere; not yourself from here",
    visitor: "fresh-admin",
    params: userParams,
    replies: { 204: { description: "They are signed out" } },
  },
  {
    id: "listAllSessions",
    method: "get",
    path: "/api/admin/sessions",
    summary: "Who is in the shop now, and what they look at; within a page the latest activity first",
    visitor: "admin",
    query: listSessionsQuery,
    replies: { 200: jsonReply("The sessions", replies.allSessions) },
  },
  {
    id: "endAnySession",
    method: "delete",
    path: "/api/admin/sessions/{id}",
    summary: "End a session by its public id, whoever's it is",
    visitor: "fresh-admin",
    params: sessionParams,
    replies: { 204: { description: "It has ended" } },
  },
  {
    id: "listAllCarts",
    method: "get",
    path: "/api/admin/carts",
    summary: "All carts with value and age; within a page the most valuable first",
    visitor: "admin",
    query: listSessionsQuery,
    replies: { 200: jsonReply("The carts", replies.cartList) },
  },
];
