import { exitWithError, logStep } from "#bin/install/bootstrap.mjs";
import { type Config, describeNamedRedis } from "#lib/config.ts";
import { repairPrivateServer } from "#lib/redis/server/private-server.ts";

/** `npm start -- --repair`: mends the data of the private Redis before it starts, and says what that costs. */
export async function repairData(config: Config): Promise<void> {
  const named = describeNamedRedis(config);
  if (named) exitWithError(`--repair is for the store's own Redis. This store uses ${named}.`);
  const repair = await repairPrivateServer(config.DATA_DIR);
  if (!repair.ok && repair.isSound) return logStep("Repair: nothing of the data is damaged");
  if (!repair.ok) exitWithError(`--repair: the data in ${config.DATA_DIR}/redis was not repaired: ${repair.reason}.`);
  const { file, bytes, writes, kept } = repair;
  const counts = Object.entries(writes).sort(([, a], [, b]) => b - a);
  const lost = counts.map(([word, count]) => `${word} ${count}`).join(", ");
  logStep(`Repair: ${bytes} bytes were cut off at the end of ${file}`);
  logStep(`Repair: lost writes by kind of key: ${lost || "none that could be read"}`);
  logStep(`Repair: the files as they were are in ${kept}`);
}
