import { randomBytes } from "node:crypto";
import { z } from "zod";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/** How long what was typed is kept for the page that a browser goes to next, in seconds. */
const DRAFT_SECONDS = 600;
/** The longest text of a field; all of them together have a few more bytes than a description. */
const MAX_TEXT = 6000;

const draft = z.object({
  user: z.string(),
  values: z.record(z.string(), z.string()),
  errors: z.record(z.string(), z.string()),
});

/** What was typed into the form of a SKU while a picture was uploaded without script, and what was wrong with that. */
export type SkuDraft = Omit<z.output<typeof draft>, "user">;

/** Keeps a draft for a few minutes. One round trip. @returns its token */
export async function keepDraft(user: string, { values, errors }: SkuDraft): Promise<string> {
  const token = randomBytes(12).toString("base64url");
  const cut = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, text.slice(0, MAX_TEXT)]));
  const text = JSON.stringify({ user, values: cut, errors });
  await withRedis((redis) => redis.set(keys.skuDraft(token), text, { EX: DRAFT_SECONDS }));
  return token;
}

/** The draft of a token; null when it has expired, or is somebody else's. One round trip. */
export async function readDraft(user: string, token: string): Promise<SkuDraft | null> {
  const text = await withRedis((redis) => redis.get(keys.skuDraft(token)));
  const read = draft.safeParse(text === null ? null : JSON.parse(text));
  if (!read.success || read.data.user !== user) return null;
  const { values, errors } = read.data;
  return { values, errors };
}
