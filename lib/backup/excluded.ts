import { keys } from "#lib/redis/keys.ts";

/** What a backup leaves out unless it is asked for everything, and why. */

const LOCKS: ReadonlySet<string> = new Set([
  ...[keys.evictionLock, keys.skusSweeper, keys.skusWalk, keys.activeImport, keys.ordersSweeper, keys.activeRun],
  keys.rightsLock,
  ...[keys.writeProbe, keys.unfinishedRestore, keys.repairPosition, keys.repairLock],
]);
const MARK = keys.replicationMark(0).slice(0, -"{0}".length);
const LAB_NAMES = [keys.bigListShard(0).slice(0, -1), keys.run(""), `{${keys.run("")}`, "viewed:lab:"];
/** Sessions, SKUs and users of a run, whose id is twelve hexadecimal digits. */
const OF_A_RUN = /^\{?(session|sku|user|username_to_id|cart|recent):lab[:-][0-9a-f]{12}[:-]/;
const FORMS = [keys.registrationForm(""), keys.pendingSignIn(""), keys.passkeyChallenge(""), keys.skuDraft("")];

const beginsWith = (key: string, beginnings: readonly string[]) => beginnings.some((name) => key.startsWith(name));

const LEFT_OUT: readonly { what: string; has(key: string): boolean }[] = [
  {
    // Who held them is not there any more. The lock of a cart in checkout is none of them: it belongs to its order.
    what: "locks and leases",
    has: (key) =>
      LOCKS.has(key) || key.startsWith(MARK) || /^\{import:.*\}:lock$/.test(key) || /^\{.*\}.*:backup$/.test(key),
  },
  {
    // An hour's counts of attempts by address: out of date, and addresses are nothing to keep.
    what: "rate limits",
    has: (key) => key.startsWith("limit:"),
  },
  {
    // Of the last day, and changing every second.
    what: "figures of the store",
    has: (key) => /^\{?metrics:samples\b/.test(key),
  },
  {
    // They last for minutes.
    what: "forms and sign-ins under way",
    has: (key) => beginsWith(key, FORMS),
  },
  {
    // Measured on this machine with this Redis, and large: a bulk run holds up to hundreds of millions of values.
    what: "laboratory data",
    has: (key) => key === keys.runs || key === keys.bigList || beginsWith(key, LAB_NAMES) || OF_A_RUN.test(key),
  },
];

/** What is left out, in words. */
export const LEFT_OUT_KINDS = LEFT_OUT.map(({ what }) => what);

/** Whether a backup leaves out a key. */
export const isLeftOut = (key: string): boolean => LEFT_OUT.some(({ has }) => has(key));
