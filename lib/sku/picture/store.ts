import { RESP_TYPES } from "redis";
import { z } from "zod";
import { logEvent } from "#lib/log.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { inBatches } from "#lib/redis/tasks/batches.ts";
import { FULL_SIZE, isUploadId, parseUploadPath, pathOfUpload } from "#lib/sku/picture-path.ts";
import { isoTime, nowSeconds } from "#lib/time.ts";
import { type EncodeRefusal, encodePicture } from "./encode.ts";
import { removePicture } from "./scripts/remove-picture.ts";
import { reservePlace } from "./scripts/reserve-place.ts";
import { findAllUses, findUses, type Uses } from "./uses.ts";

/** The most uploaded pictures that the store keeps. One takes 100 to 300 kB of Redis. */
export const MAX_PICTURES = 500;
const MAX_NAME = 100;

export type AddResult =
  | { ok: true; image: string; isNew: boolean }
  | EncodeRefusal
  | { ok: false; reason: "full"; message: string };

const FULL = {
  ok: false,
  reason: "full",
  message: `can't be added: the store has ${MAX_PICTURES} uploaded pictures, as many as it keeps; remove unused ones first`,
} as const;

/** A file name as it is shown: the last part of a path, without control characters. */
const cleanName = (name: string) =>
  (name.split(/[/\\]/).at(-1) ?? "")
    .replace(/\p{Cc}/gu, "")
    .trim()
    .slice(0, MAX_NAME);

/**
 * Encodes an uploaded picture and keeps it under an id that is made of its content: the same picture again is the same
 * id. Safe to repeat; if it stops halfway, the list has a place without a picture, which the next look at the list frees.
 * Three round trips. @param name of the file, which is shown to administrators
 */
export async function addPicture(bytes: Buffer, name: string): Promise<AddResult> {
  const encoded = await encodePicture(bytes);
  if (!encoded.ok) return encoded;
  const { width, height, isCutOut, sizes, digest } = encoded.picture;
  const id = `${digest.slice(0, 32)}-${width}x${height}${isCutOut ? "-alpha" : ""}`;
  const at = nowSeconds();
  const total = [...sizes.values()].reduce((sum, { length }) => sum + length, 0);
  return withRedis(async (redis): Promise<AddResult> => {
    if (!(await reservePlace(redis, { pictures: keys.pictures, id, now: at, most: MAX_PICTURES }))) return FULL;
    const isNew = (await redis.exists(keys.picture(id))) === 0;
    const shown = cleanName(name);
    await redis.hSet(keys.picture(id), [
      ...["created_at", at, "bytes", String(total)],
      // A file without a name leaves the one that the picture has.
      ...(isNew || shown ? ["name", shown] : []),
      ...[...sizes].flatMap(([size, file]) => [String(size), file]),
    ]);
    return { ok: true, image: pathOfUpload(id), isNew };
  });
}

/** Whether bytes are a whole WebP file: its head has the length. */
const isWholeWebp = (bytes: Buffer) =>
  bytes.length > 12 && bytes.toString("latin1", 8, 12) === "WEBP" && bytes.readUInt32LE(4) + 8 === bytes.length;

/** The bytes of an uploaded picture; null when it is not there or damaged, which is logged. One round trip. */
export async function readPicture(id: string, size: number = FULL_SIZE): Promise<Buffer | null> {
  const key = keys.picture(id);
  const read = (redis: Redis) => redis.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }).hGet(key, String(size));
  const file = await withRedis(read);
  if (!file) return null;
  if (isWholeWebp(file)) return file;
  logEvent("warn", "picture-damaged", { key, size: String(size) });
  return null;
}

/** An uploaded picture as administrators see it. */
export interface Upload {
  id: string;
  image: string;
  name: string;
  width: number;
  height: number;
  /** of all its sizes, in Redis */
  bytes: number;
  /** ISO 8601 */
  uploadedAt: string;
}

const details = z.tuple([z.string(), z.coerce.number().catch(0), z.coerce.number().catch(0)]);

/**
 * The uploaded pictures, newest first. Places in the list whose picture is gone are freed, except new ones: their picture
 * may be on its way. Two round trips.
 */
export async function listUploads(): Promise<Upload[]> {
  return withRedis(async (redis) => {
    const ids = (await redis.zRange(keys.pictures, 0, -1, { REV: true })).filter(isUploadId);
    const hashes = await Promise.all(ids.map((id) => redis.hmGet(keys.picture(id), ["name", "bytes", "created_at"])));
    const isThere = (i: number) => details.safeParse(hashes[i]).success;
    const gone = ids.filter((_, i) => !isThere(i));
    if (gone.length > 0) await freePlaces(redis, gone);
    return ids.flatMap((id, i): Upload[] => {
      const found = details.safeParse(hashes[i]);
      const path = parseUploadPath(pathOfUpload(id));
      if (!found.success || !path) return [];
      const [name, bytes, createdAt] = found.data;
      const { width, height } = path;
      return [{ id, image: pathOfUpload(id), name, width, height, bytes, uploadedAt: isoTime(createdAt) }];
    });
  });
}

/** An uploaded picture with the SKUs that use it. */
export interface UsedUpload extends Upload {
  usedBy: Uses;
}

/** The uploaded pictures with the SKUs that use them, newest first. Four round trips. */
export async function listUsedUploads(): Promise<UsedUpload[]> {
  const uploads = await listUploads();
  const uses = await findAllUses(uploads.map(({ id }) => id));
  return uploads.map((upload, i) => ({ ...upload, usedBy: uses[i] ?? { skus: [], count: 0 } }));
}

/** After this time a picture that was not written will not be, in seconds. */
const UNWRITTEN_SECONDS = 60;

async function freePlaces(redis: Redis, ids: readonly string[]): Promise<void> {
  await inBatches(ids, async (batch) => {
    const scores = await redis.zmScore(keys.pictures, batch);
    // One that is damaged may be repaired.
    const exist = await Promise.all(batch.map((id) => redis.exists(keys.picture(id))));
    const isOld = (i: number) => (scores[i] ?? 0) < Number(nowSeconds()) - UNWRITTEN_SECONDS;
    const old = batch.filter((_, i) => exist[i] === 0 && isOld(i));
    if (old.length > 0) await redis.zRem(keys.pictures, old);
  });
}

export type RemoveResult = { ok: true } | { ok: false; reason: "unknown" } | ({ ok: false; reason: "used" } & Uses);

/** Removes an uploaded picture that no SKU uses. Four round trips. */
export async function removeUpload(id: string): Promise<RemoveResult> {
  const [picture, skus] = [keys.picture(id), keys.pictureSkus(id)];
  return withRedis(async (redis): Promise<RemoveResult> => {
    const isKnown = (await redis.exists(picture)) === 1;
    for (;;) {
      const { ended, ...uses } = await findUses(redis, id);
      if (uses.count > 0) return { ok: false, reason: "used", ...uses };
      // Not removed when a use was noted meanwhile, or more have ended than were looked at.
      if (await removePicture(redis, { picture, skus, rest: ended.flat() })) break;
    }
    await redis.zRem(keys.pictures, id);
    return isKnown ? { ok: true } : { ok: false, reason: "unknown" };
  });
}
