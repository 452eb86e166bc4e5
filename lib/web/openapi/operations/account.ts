import { loginBody, registerBody } from "#lib/user/schema.ts";
import * as replies from "#lib/web/openapi/replies/account.ts";
import { sessionParams } from "#lib/web/routes/params.ts";
import { jsonReply, type Operation } from "./operation.ts";

const TOO_MANY = { description: "Too many attempts" };
const BUSY = { description: "Redis does not answer, or too many visitors are signing in at the same time" };

/** Accounts and sessions. */
export const accountOperations: readonly Operation[] = [
  {
    id: "register",
    method: "post",
    path: "/api/auth/register",
    summary: "Create an account and sign in",
    visitor: "anyone",
    cookie: "optional",
    body: registerBody,
    replies: { 201: jsonReply("The new user; Set-Cookie has the session", replies.user) },
    problems: {
      401: { description: "The account was disabled or deleted before the session began" },
      409: { description: "The username is taken" },
      429: TOO_MANY,
      503: BUSY,
    },
  },
  {
    id: "login",
    method: "post",
    path: "/api/auth/login",
    summary: "Sign in",
    visitor: "anyone",
    cookie: "optional",
    body: loginBody,
    replies: { 200: jsonReply("The user; Set-Cookie has the session", replies.user) },
    problems: {
      401: { description: "Incorrect username or password" },
      403: { description: "The account is disabled, or the request comes from another site" },
      429: TOO_MANY,
      503: BUSY,
    },
  },
  {
    id: "logout",
    method: "post",
    path: "/api/auth/logout",
    summary: "Sign out: delete the session and the cookie",
    visitor: "anyone",
    cookie: "optional",
    replies: { 204: { description: "Signed out, or was not signed in" } },
  },
  {
    id: "getSession",
    method: "get",
    path: "/api/session",
    summary: "Who the visitor is; does not keep the session alive",
    visitor: "peek",
    replies: { 200: jsonReply("The user and the session, each null if there is none", replies.session) },
  },
  {
    id: "listSessions",
    method: "get",
    path: "/api/sessions",
    summary: "List the user's sessions, latest activity first",
    visitor: "user",
    replies: { 200: jsonReply("At most 100 sessions", replies.sessionList) },
  },
  {
    id: "endOtherSessions",
    method: "delete",
    path: "/api/sessions",
    summary: "End all sessions of the user except this one; after a sign-in within the last 5 minutes",
    visitor: "fresh-user",
    replies: { 204: { description: "The other sessions have ended" } },
  },
  {
    id: "endSession",
    method: "delete",
    path: "/api/sessions/{id}",
    summary: "End one of the user's sessions: this one, or another after a sign-in within the last 5 minutes",
    visitor: "user",
    params: sessionParams,
    replies: { 204: { description: "The session has ended" } },
  },
];
