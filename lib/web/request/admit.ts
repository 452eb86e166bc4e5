import type { Session } from "#lib/session/schema.ts";
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
  /** a user who is an administrator now */
  admin: SignedIn;
}

export type VisitorKind = keyof Visitors;

/** Why a visitor is not admitted. */
export type AdmissionRefusal = "signed-out" | "not-admin" | "just-signed-in";
export type Admission<K extends VisitorKind> =
  | { ok: true; visitor: Visitors[K] }
  | { ok: false; reason: AdmissionRefusal };

const signedOut = { ok: false, reason: "signed-out" } as const;

const CHECKS: { [K in VisitorKind]: (context: RequestContext) => Promise<Admission<K>> } = {
  anyone: async () => ({ ok: true, visitor: undefined }),
  peek: async (context) => ({ ok: true, visitor: await peekSession(context) }),
  optional: async (context) => ({ ok: true, visitor: await currentSession(context) }),
  async guest(context) {
    const ensured = await ensureSession(context);
    return ensured.ok ? { ok: true, visitor: ensured.session } : { ok: false, reason: "just-signed-in" };
  },
  async required(context) {
    const session = await currentSession(context);
    return session ? { ok: true, visitor: session } : signedOut;
  },
  async user(context) {
    const signedIn = await currentUser(context);
    return signedIn ? { ok: true, visitor: signedIn } : signedOut;
  },
  async admin(context) {
    const signedIn = await currentUser(context);
    if (!signedIn) return signedOut;
    return signedIn.user.role === "admin" ? { ok: true, visitor: signedIn } : { ok: false, reason: "not-admin" };
  },
};

/** Finds the visitor of a request and says whether it is of the kind that is asked for. Up to two round trips. */
export function admit<K extends VisitorKind>(kind: K, context: RequestContext): Promise<Admission<K>> {
  return CHECKS[kind](context);
}

/** What is said to a browser that is just being signed in: another tab's request must not overwrite the new cookie. */
export const JUST_SIGNED_IN = "You have just signed in here. Reload the page and try again.";
