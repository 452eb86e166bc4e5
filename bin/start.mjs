// `npm start`: from a bare machine to a running store. serve.ts is the part that needs the pinned Node.
import { ensureBuild, ensurePackages, logStep, runNode } from "./bootstrap.mjs";
import { ensureRedisServer } from "./programs.mjs";

await ensurePackages();
const { REDIS_URL, REDIS_CLUSTER, REDIS_SENTINEL } = process.env;
if (!REDIS_URL && !REDIS_CLUSTER && !REDIS_SENTINEL) await ensureRedisServer();
await ensureBuild();
logStep("Starting the store");
process.exit(await runNode(["bin/serve.ts"]));
