import { fnv1a } from "#lib/crypto/hash.ts";

/** The hue of a category that is not built in, 0–359 degrees. It depends on the slug alone. */
export function hueOfSlug(slug: string): number {
  return fnv1a(slug) % 360;
}
