const holder = globalThis as { [name: symbol]: unknown };

/**
 * State that a process has once, whoever loads the module: Next.js bundles pages, actions and the cache handler apart,
 * and each bundle has its own copy of a module's variables.
 * @param name unique in the project
 * @param make called once a process
 */
export function processWide<T>(name: string, make: () => T): T {
  const key = Symbol.for(`fake-web-retailer.${name}`);
  holder[key] ??= make();
  return holder[key] as T;
}
