import { config, localOrigin } from "#lib/config.ts";

/** Exits with 0 if the store on this machine answers, else with 1: the health check of a container, which has no curl. */

const answers = await fetch(`${localOrigin(config(), "127.0.0.1")}/api/health/live`).then(
  ({ ok }) => ok,
  () => false,
);
process.exit(answers ? 0 : 1);
