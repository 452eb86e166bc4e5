import { createHash, timingSafeEqual } from "node:crypto";
import { config } from "#lib/config.ts";

const digest = (text: string) => createHash("sha256").update(text).digest();

/**
 * Whether a header `Authorization` bears METRICS_TOKEN. It takes as long whatever was sent; never without the variable.
 * @param token for tests
 */
export function bearsToken(header: string | null, token: string | undefined = config().METRICS_TOKEN): boolean {
  const [, sent] = /^bearer +(\S+) *$/i.exec(header ?? "") ?? [];
  return token !== undefined && sent !== undefined && timingSafeEqual(digest(sent), digest(token));
}
