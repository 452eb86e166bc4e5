import { didIt, script } from "#lib/redis/script.ts";

/** Renews the lease of the active run, or gives it back where `leaseMs` is 0. */
export const holdRun = script("lab/runs/scripts/hold-run", {
  keys: ["active"],
  args: ["run", "leaseMs"],
  reply: didIt,
});
