import { didIt, script } from "#lib/redis/script.ts";

/** Extends the lease of the active run if this run still holds it. */
export const renewLeaseScript = script("lab/runs/scripts/renew-lease", {
  keys: ["active"],
  args: ["run", "leaseMs"],
  reply: didIt,
});
