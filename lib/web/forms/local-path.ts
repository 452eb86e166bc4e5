/** A path of this site, or the fallback: an address elsewhere is never a target (`//host`, `/\host`, `https:`). */
export function localPath(path: string | undefined, fallback: string): string {
  return path && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path) ? path : fallback;
}
