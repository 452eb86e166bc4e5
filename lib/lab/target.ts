import { config } from "../config.ts";
import { readPrivateUrl } from "../redis/private-server.ts";

/** The address of the Redis under test. */
export function labUrl(): string {
  const url = config().REDIS_URL;
  if (!url) throw new Error("The laboratory needs the address of one server: set REDIS_URL");
  return url;
}

/** Whether the project itself started the Redis under test. */
export function isOurServer(): boolean {
  return readPrivateUrl(config().DATA_DIR) === labUrl();
}
