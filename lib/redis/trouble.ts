/** What may be wrong with a Redis that answers or does not, and how it is put into words. */

/** With what a Redis refuses writes while it can be read, as its errors begin. */
export const writeRefusals = ["OOM", "READONLY", "MISCONF", "NOREPLICAS", "NOPERM"] as const;
export type WriteRefusal = (typeof writeRefusals)[number];

/**
 * "away": it does not answer, or answers that it can't at the moment; "WRONGPASS": it refuses the credentials; "full": it
 * takes no more connections (maxclients).
 */
export type Trouble = WriteRefusal | "WRONGPASS" | "full" | "away";

/** Why writes are refused, and what an operator does about it. */
export const REFUSALS: Readonly<Record<WriteRefusal, { cause: string; remedy: string }>> = {
  OOM: { cause: "its Redis is out of memory", remedy: "Raise maxmemory of Redis, or make room." },
  READONLY: {
    cause: "its Redis is a replica, which takes no writes",
    remedy: "Name the primary, or promote this server (REPLICAOF NO ONE).",
  },
  MISCONF: {
    cause: "its Redis can't save its data",
    remedy: "Make room on the disk of Redis; its log says what failed.",
  },
  NOREPLICAS: {
    cause: "too few replicas of its Redis are connected",
    remedy: "Bring the replicas back, or lower min-replicas-to-write.",
  },
  NOPERM: {
    cause: "its Redis user lacks a permission",
    remedy: "Give the user what docs/operations.md lists (ACL SETUSER).",
  },
};

const REFUSED = /^(?:EXECABORT Transaction discarded because of: )?-?(OOM|READONLY|MISCONF|NOREPLICAS|NOPERM) /;
/** How Redis 7.0 says NOPERM of a command in a script. */
const NOPERM_IN_SCRIPT = /^ERR The user executing the script can't /;

/** The refusal that the message of an error stands for, or null. */
export function refusalOf(error: unknown): WriteRefusal | null {
  if (!(error instanceof Error)) return null;
  const [, word] = REFUSED.exec(error.message) ?? [];
  if (word) return word as WriteRefusal;
  return NOPERM_IN_SCRIPT.test(error.message) ? "NOPERM" : null;
}

/** What the error of a connection or a command says of Redis. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof Error && /^(WRONGPASS|NOAUTH) /.test(error.message)) return "WRONGPASS";
  if (error instanceof Error && error.message.startsWith("ERR max number of clients reached")) return "full";
  return refusalOf(error) ?? "away";
}

export const isReadOnlyTrouble = (trouble: Trouble): trouble is WriteRefusal => trouble in REFUSALS;

/** A trouble for whoever is told that a request failed: a title, a sentence, and seconds until the next attempt. */
export function explainTrouble(trouble: Trouble): { title: string; message: string; retryAfter: number } {
  if (trouble === "away") {
    const message = "The store's database does not answer at the moment. Try again shortly.";
    return { title: "Redis does not answer", message, retryAfter: 1 };
  }
  if (trouble === "WRONGPASS") {
    const message =
      "The store's database refuses the user or password that the store has. Its operator has to mend it.";
    return { title: "Redis refuses the password", message, retryAfter: 30 };
  }
  if (trouble === "full") {
    const message = "The store's database takes no more connections at the moment. Try again shortly.";
    return { title: "Redis takes no more connections", message, retryAfter: 2 };
  }
  const { cause } = REFUSALS[trouble];
  const message = `The store can be read but not changed at the moment: ${cause} (${trouble}). Nothing was changed.`;
  return { title: "The store is read-only", message, retryAfter: 5 };
}
