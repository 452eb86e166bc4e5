import { config } from "#lib/config.ts";
import type { Session } from "#lib/session/schema.ts";
import { nowMs } from "#lib/time.ts";
import { recordRefusal } from "./record.ts";
import type { RequestContext } from "./request-context.ts";
import { currentSession, currentUser, ensureSession, peekSession, type SignedIn } from "./visitor.ts";

/** What a route handler or an action is told of its visitor, by the kind that it asks for. */
export interface Visitors {
  /** nothing is read */
  anyone: undefined;
  /** the session, if there is one; looking does not keep it alive */
  peek: Session | null;
  /** the session, if there is one */
  optional: Session | null;
  /** a session, a new guest's if need be; refused while the same browser is being signed in */
  guest: Session;
  /** a session, a guest's or a user's; refused without one */
  required: Session;
  /** a signed-in user; guests and disabled users are refused */
  user: SignedIn;
  /** a signed-in user whose sign-in is fresh (at most 5 minutes old) */
  "fresh-user": SignedIn;
  /** a user who is an administrator now */
  admin: SignedIn;
  /** an administrator whose sign-in is fresh (ADMIN_FRESH_SECONDS) */
  "fresh-admin": SignedIn;
}

export type VisitorKind = keyof Visitors;

/** The sign-in was more than so many seconds ago. */
export interface NotFresh {
  reason: "not-fresh";
  freshSeconds: number;
}

/** Why a visitor is not admitted. */
export type AdmissionRefusal =
  | { reason: "signed-out" | "not-admin" | "just-signed-in" }
  | NotFresh
  /** too many sessions began at this address; in seconds */
  | { reason: "too-many-sessions"; retryAfter: number };
export type Admission<K extends VisitorKind> = { ok: true; visitor: Visitors[K] } | ({ ok: false } & AdmissionRefusal);

const signedOut = { ok: false, reason: "signed-out" } as const;

type FreshKind = "fresh-user" | "fresh-admin";

/** How long a sign-in is fresh for a user who changes the name or ends sessions (Rails and better-auth do the same). */
const FRESH_SECONDS = 300;
const freshSecondsOf = (kind: FreshKind) => (kind === "fresh-user" ? FRESH_SECONDS : config().ADMIN_FRESH_SECONDS);

/** Asks whether a sign-in is fresh enough for a kind of visitor. @returns the refusal, or null when it is */
export function checkFresh({ session }: SignedIn, kind: FreshKind): NotFresh | null {
  const freshSeconds = freshSecondsOf(kind);
  return nowMs() / 1000 - session.createdAt < freshSeconds ? null : { reason: "not-fresh", freshSeconds };
}

/** Whether a user's sign-in is as fresh as that of a "fresh-user". */
export const isFresh = (user: SignedIn) => checkFresh(user, "fresh-user") === null;

/** Admits only those of an admission whose sign-in is fresh. */
function requireFresh(admission: Admission<"user">, kind: FreshKind): Admission<"user"> {
  const notFresh = admission.ok ? checkFresh(admission.visitor, kind) : null;
  return notFresh ? { ok: false, ...notFresh } : admission;
}

const CHECKS: { [K in VisitorKind]: (context: RequestContext) => Promise<Admission<K>> } = {
  anyone: async () => ({ ok: true, visitor: undefined }),
  peek: async (context) => ({ ok: true, visitor: await peekSession(context) }),
  optional: async (context) => ({ ok: true, visitor: await currentSession(context) }),
  async guest(context) {
    const ensured = await ensureSession(context);
    return ensured.ok ? { ok: true, visitor: ensured.session } : ensured;
  },
  async required(context) {
    const session = await currentSession(context);
    return session ? { ok: true, visitor: session } : signedOut;
  },
  async user(context) {
    const signedIn = await currentUser(context);
    return signedIn ? { ok: true, visitor: signedIn } : signedOut;
  },
  "fresh-user": async (context) => requireFresh(await admit("user", context), "fresh-user"),
  async admin(context) {
    const signedIn = await currentUser(context);
    if (!signedIn) return signedOut;
    if (signedIn.user.role === "admin") return { ok: true, visitor: signedIn };
    await recordRefusal(context, signedIn.user.id, context.path);
    return { ok: false, reason: "not-admin" };
  },
  "fresh-admin": async (context) => requireFresh(await admit("admin", context), "fresh-admin"),
};

/** Finds the visitor of a request and says whether it is of the kind that is asked for. Up to two round trips. */
export function admit<K extends VisitorKind>(kind: K, context: RequestContext): Promise<Admission<K>> {
  return CHECKS[kind](context);
}

/** Whether a kind of visitor is a signed-in user, and whether it is an administrator. */
export const isUserKind = (kind: VisitorKind) => kind === "user" || kind === "fresh-user" || isAdminKind(kind);
export const isAdminKind = (kind: VisitorKind) => kind === "admin" || kind === "fresh-admin";
