/** Stands for the site's own origin, whatever its name is. */
const SITE = "http://site.invalid";

/**
 * A path of this site in its resolved form, with query and fragment, or the fallback. It is judged as a browser resolves
 * it: `/..//host` is `//host` to the router, and so elsewhere, as `//host`, `/\host` and `https:` are. What is beyond
 * ASCII is encoded, as a `Location` header needs it.
 */
export function localPath(path: string | undefined, fallback: string): string {
  if (!path?.startsWith("/") || !URL.canParse(path, SITE)) return fallback;
  const { origin, pathname, search, hash } = new URL(path, SITE);
  return origin === SITE && !pathname.startsWith("//") ? pathname + search + hash : fallback;
}
