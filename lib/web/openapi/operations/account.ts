import { passkeyBody, passkeySignInBody, secondFactorBody } from "#lib/account/second-factor/schema.ts";
import { loginBody, registerBody } from "#lib/user/schema.ts";
import * as replies from "#lib/web/openapi/replies/account.ts";
import { sessionParams } from "#lib/web/routes/params.ts";
import { jsonReply, type Operation } from "./operation.ts";

const TOO_MANY = { description: "Too many attempts" };
const NO_PASSKEYS = { description: "Passkeys need https and a host name, or http://localhost" };
const BUSY = {
  description: "Redis does not answer or refuses writes, or too many visitors are signing in at the same time",
};

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
      401: {
        description: "Incorrect username or password; or `secondFactor` says how to go on",
        schema: replies.secondFactorProblem,
      },
      403: { description: "The account is disabled, or the request comes from another site" },
      429: TOO_MANY,
      503: BUSY,
    },
  },
  {
    id: "giveSecondFactor",
    method: "post",
    path: "/api/auth/second-factor",
    summary: "Go on with a sign-in whose account has a second factor",
    visitor: "anyone",
    cookie: "optional",
    body: secondFactorBody,
    replies: { 200: jsonReply("The user; Set-Cookie has the session", replies.user) },
    problems: {
      401: { description: "Incorrect code, or the token is too old", schema: replies.secondFactorProblem },
      429: { ...TOO_MANY, schema: replies.secondFactorProblem },
    },
  },
  {
    id: "beginPasskeySignIn",
    method: "post",
    path: "/api/auth/passkey/options",
    summary: "What a browser needs to sign in with a passkey",
    visitor: "anyone",
    replies: { 200: jsonReply("Options of WebAuthn, and the token to send with the answer", replies.passkeyOptions) },
    problems: { 409: NO_PASSKEYS, 429: TOO_MANY },
  },
  {
    id: "signInWithPasskey",
    method: "post",
    path: "/api/auth/passkey",
    summary: "Sign in with a passkey",
    visitor: "anyone",
    cookie: "optional",
    body: passkeySignInBody,
    replies: { 200: jsonReply("The user; Set-Cookie has the session", replies.user) },
    problems: {
      401: { description: "The passkey is not known here, or the token is too old" },
      403: { description: "The account is disabled, or the request comes from another site" },
      409: NO_PASSKEYS,
    },
  },
  {
    id: "beginPasskey",
    method: "post",
    path: "/api/account/passkeys/options",
    summary: "What a browser needs to make a passkey; after a sign-in within the last 5 minutes",
    visitor: "fresh-user",
    replies: { 200: jsonReply("Options of WebAuthn, and the token to send with the answer", replies.passkeyOptions) },
    problems: { 409: NO_PASSKEYS },
  },
  {
    id: "addPasskey",
    method: "post",
    path: "/api/account/passkeys",
    summary: "Add a passkey and end all other sessions; after a sign-in within the last 5 minutes",
    visitor: "fresh-user",
    body: passkeyBody,
    replies: { 201: jsonReply("The passkeys of the user", replies.passkeyList) },
    problems: { 409: { description: "No passkeys at this address, the token is too old, or there are ten already" } },
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
