import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { pathOfUpload, uploadIdOf } from "#lib/sku/picture-path.ts";
import { nowMs } from "#lib/time.ts";
import { listDrawingPaths } from "./drawings.ts";
import { noteUse } from "./scripts/note-use.ts";

/** Which SKUs use which uploaded picture. A use is noted before the SKU is written; one that has ended is found later. */

/** What is said of a picture that is not there; it continues from the name of the field. */
export const NO_PICTURE = "is not a picture of this store; choose one of the gallery or upload one";

/** A SKU that noted the use of a picture less than this ago may be about to be written, in seconds. */
const ABOUT_TO_SECONDS = 10;

/**
 * Makes sure that the picture of a SKU that is about to be written exists, and stays. One round trip for an uploaded
 * picture. @returns whether there is such a picture
 */
export async function notePicture(redis: Redis, image: string, sku: string): Promise<boolean> {
  const id = uploadIdOf(image);
  if (id === null) return (await listDrawingPaths()).has(image);
  return noteUse(redis, { picture: keys.picture(id), skus: keys.pictureSkus(id), sku });
}

/** Those of the paths that are no picture of the store. One round trip for any number of uploaded ones. */
export async function findMissingPictures(images: Iterable<string>): Promise<Set<string>> {
  const drawings = await listDrawingPaths();
  const others = [...new Set(images)].filter((image) => !drawings.has(image));
  const uploads = others.flatMap((image) => uploadIdOf(image) ?? []);
  if (uploads.length === 0) return new Set(others);
  const counts = await withRedis((redis) => Promise.all(uploads.map((id) => redis.exists(keys.picture(id)))));
  const found = new Set(uploads.filter((_, i) => counts[i] === 1));
  return new Set(others.filter((image) => !found.has(uploadIdOf(image) ?? "")));
}

/** Who uses a picture. */
export interface Uses {
  /** ids of at most ten SKUs */
  skus: string[];
  /** how many there are; more than LOOKED_AT are taken for used if one of the newest is */
  count: number;
}

/** Noted uses that are looked at, the newest. */
const LOOKED_AT = 100;

/** @returns also those of the noted uses that have ended, each with the time that was noted. Two round trips. */
export async function findUses(redis: Redis, id: string): Promise<Uses & { ended: [string, number][] }> {
  const [noted, total] = await Promise.all([
    redis.zRangeWithScores(keys.pictureSkus(id), 0, LOOKED_AT - 1, { REV: true }),
    redis.zCard(keys.pictureSkus(id)),
  ]);
  const images = await Promise.all(noted.map(({ value }) => redis.hGet(keys.sku(value), "image")));
  // One that was noted in the future has ended: the clock was set back since.
  const isRecent = (score: number) => Math.abs(nowMs() / 1000 - score) < ABOUT_TO_SECONDS;
  const isUsed = noted.map(({ score }, i) => images[i] === pathOfUpload(id) || isRecent(score));
  const skus = noted.filter((_, i) => isUsed[i]).map(({ value }) => value);
  const ended = noted.flatMap(({ value, score }, i): [string, number][] => (isUsed[i] ? [] : [[value, score]]));
  const others = skus.length > 0 ? total - noted.length : 0;
  return { skus: skus.slice(0, 10), count: skus.length + others, ended };
}

/** Who uses each of the pictures. Two round trips. */
export async function findAllUses(ids: readonly string[]): Promise<Uses[]> {
  const uses = await withRedis((redis) => Promise.all(ids.map((id) => findUses(redis, id))));
  return uses.map(({ skus, count }) => ({ skus, count }));
}

/** Why a picture is not removed, in words. */
export function explainUses({ skus, count }: Uses): string {
  const more = count > skus.length ? ` and ${count - skus.length} more` : "";
  return `The picture is in use by ${skus.join(", ")}${more}; give ${count === 1 ? "it" : "them"} another picture first`;
}
