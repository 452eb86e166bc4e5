// `npm start`: from a bare machine to a running store. serve.ts is the part that needs the pinned Node.
import { ensureBuild, ensurePackages, logStep, runNode } from "./install/bootstrap.mjs";
import { ensureRedisServer } from "./install/programs.mjs";

const { REDIS_URL, REDIS_CLUSTER, REDIS_SENTINEL } = process.env;
// What the system installs keeps the network and the disk busy, what npm installs and the build keep the processor busy.
const redis = REDIS_URL || REDIS_CLUSTER || REDIS_SENTINEL ? null : ensureRedisServer();
await ensurePackages();
await ensureBuild();
await redis;
logStep("Starting the store");
process.exit(await runNode(["bin/serve.ts", ...process.argv.slice(2)], {}, { linked: true }));
