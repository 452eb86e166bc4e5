import { ErrorReply } from "redis";
import { config } from "#lib/config.ts";
import { processWide } from "#lib/process/process-wide.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";
import type { Redis } from "#lib/redis/connection.ts";
import { parseInfo } from "#lib/redis/server/server-info.ts";
import { barrierOf } from "./barrier.ts";

/** How many replicas have to acknowledge what is written to a server: known cheaply, and followed as it changes. */

/** What is known is asked again after this time, in milliseconds, when somebody wants to know. */
const ASK_AGAIN_MS = 1000;
/**
 * A replica that was connected this long ago, in milliseconds, still counts: with its link cut it may be the one that is
 * promoted next, with what it has.
 */
const RECENT_MS = 60_000;
/** Where neither ROLE nor INFO is permitted, a write is tried out on the replicas: how often, and how long it is waited. */
const TRY_AGAIN_MS = 5000;
const TRY_MS = 500;

interface Known {
  /** when this server took the place of another; -Infinity for those that the process found when it began */
  since: number;
  askedAt: number;
  /** when replicas were last connected */
  seenAt: number;
  asking: Promise<void> | null;
  /** whether the user may ask neither ROLE nor INFO */
  blind: boolean;
}

const UNKNOWN: Omit<Known, "since"> = {
  ...{ askedAt: Number.NEGATIVE_INFINITY, seenAt: Number.NEGATIVE_INFINITY },
  ...{ asking: null, blind: false },
};

const known = processWide("replicas", () => new WeakMap<object, Known>());
/** Whether any server has had a replica since this process began, for then one may come back; and whether it has asked yet. */
const experience = processWide("replicas-seen", () => ({ hadReplicas: false, hasAsked: false }));

function knownOf(node: Redis): Known {
  let found = known.get(node);
  if (!found) {
    const state: Known = { ...UNKNOWN, since: experience.hasAsked ? performance.now() : Number.NEGATIVE_INFINITY };
    found = state;
    known.set(node, state);
    // It may be another server after the connection broke.
    node.on("ready", () => Object.assign(state, UNKNOWN, { since: performance.now() }));
  }
  return found;
}

/** @returns null where the user may not ask, or the server does not know the command */
async function countByRole(node: Redis): Promise<number | null> {
  try {
    const reply = await node.role();
    return reply?.role === "master" ? (reply.replicas?.length ?? 0) : 0;
  } catch (error) {
    if (error instanceof ErrorReply) return null;
    throw error;
  }
}

async function countByInfo(node: Redis): Promise<number | null> {
  try {
    return Number(parseInfo(await node.info("replication")).connected_slaves ?? 0);
  } catch (error) {
    if (error instanceof ErrorReply) return null;
    throw error;
  }
}

async function ask(redis: Redis, node: Redis, state: Known): Promise<void> {
  const count = state.blind ? null : ((await countByRole(node)) ?? (await countByInfo(node)));
  state.blind = count === null;
  experience.hasAsked = true;
  const replicas = count ?? (await barrierOf(redis, node).countAcknowledgements(1, TRY_MS));
  state.askedAt = performance.now();
  if (replicas === 0) return;
  state.seenAt = state.askedAt;
  experience.hadReplicas = true;
}

/**
 * Asks a server for its replicas, unless that was known a second ago. One round trip a second at most, which goes with
 * what else is sent in the same tick. It never fails: while Redis does not answer, what was known last is kept.
 */
function refresh(redis: Redis, node: Redis): Promise<void> {
  const state = knownOf(node);
  const againMs = state.blind ? TRY_AGAIN_MS : ASK_AGAIN_MS;
  if (performance.now() - state.askedAt < againMs) return Promise.resolve();
  state.asking ??= ask(redis, node, state)
    .catch(() => {})
    .finally(() => {
      state.asking = null;
    });
  return state.asking;
}

/**
 * Finds out whether replicas are connected, at the beginning of work whose end waits for them, beside the work itself:
 * that is as fast or slow as without. One command a second at most.
 */
export function learnReplicas(redis: Redis): void {
  if (config().REDIS_WAIT_REPLICAS !== undefined) return;
  // A primary that can't be reached is no reason to fail: whoever needs it will find out.
  listPrimaries(redis).then(
    (nodes) => nodes.map((node) => refresh(redis, node)),
    () => {},
  );
}

/** Whether a replica was connected within the last minute, or nobody knows. */
const mayHaveReplica = ({ askedAt, seenAt }: Known) =>
  askedAt === Number.NEGATIVE_INFINITY || performance.now() - seenAt < RECENT_MS;

/** What a write has to wait for. */
export interface ToAwait {
  /** how many replicas have to acknowledge it */
  replicas: number;
  /**
   * Whether that there are none is not certain: the server may have taken the place of the one that was written to, and a
   * replica may have connected since it was asked. {@link askAgain} after the write is certain.
   */
  isUncertain: boolean;
}

/**
 * What has to acknowledge a write to a server: REDIS_WAIT_REPLICAS, or by default one replica where any was connected
 * within the last minute, and where that can't be found out. No round trip after {@link learnReplicas}.
 */
export async function whatToAwait(redis: Redis, node: Redis): Promise<ToAwait> {
  const { REDIS_WAIT_REPLICAS: wanted } = config();
  const state = knownOf(node);
  const isUncertain = experience.hadReplicas || performance.now() - state.since < RECENT_MS;
  if (wanted !== undefined) return { replicas: wanted, isUncertain };
  if (state.askedAt === Number.NEGATIVE_INFINITY) await refresh(redis, node);
  return { replicas: mayHaveReplica(state) ? 1 : 0, isUncertain };
}

/**
 * How many replicas have to acknowledge what was written before this call: whoever connects later gets it with all the
 * rest. One round trip.
 */
export async function askAgain(redis: Redis, node: Redis): Promise<number> {
  const state = knownOf(node);
  // To be tried out takes long.
  if (config().REDIS_WAIT_REPLICAS !== undefined || state.blind) return 0;
  await ask(redis, node, state);
  return mayHaveReplica(state) ? 1 : 0;
}
