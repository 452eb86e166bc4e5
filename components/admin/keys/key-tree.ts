/** Keys that begin the same, up to a colon. */
export interface Branch<T> {
  /** what its keys begin with, with the colon */
  prefix: string;
  count: number;
  branches: Branch<T>[];
  leaves: T[];
}

/** Deeper parts of a name stay together. */
const MAX_DEPTH = 4;

/** The parts of a name: a companion `{<key>}:suffix` stands where its key does. */
export const pathOf = (key: string) => key.replace(/^\{(.+?)\}:/, "$1:");

/** Arranges keys as a tree by the parts of their names; a branch with one key is that key. */
export function growTree<T extends { key: string }>(items: readonly T[], prefix = "", depth = 0): Branch<T> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const path = pathOf(item.key);
    const end = path.indexOf(":", prefix.length);
    // A binary name has no parts.
    const isLeaf = end < 0 || depth >= MAX_DEPTH || item.key.startsWith("base64:");
    const group = isLeaf ? "" : path.slice(0, end + 1);
    groups.set(group, [...(groups.get(group) ?? []), item]);
  }
  const leaves = groups.get("") ?? [];
  groups.delete("");
  const branches = [...groups].flatMap(([name, own]) => {
    if (own.length > 1) return growTree(own, name, depth + 1);
    leaves.push(...own);
    return [];
  });
  const byName = (a: string, b: string) => (a < b ? -1 : 1);
  return {
    prefix,
    count: items.length,
    branches: branches.sort((a, b) => byName(a.prefix, b.prefix)),
    leaves: leaves.sort((a, b) => byName(a.key, b.key)),
  };
}
