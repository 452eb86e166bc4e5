import { startShop } from "#test/servers/shop.ts";

/** Starts one shop for all specs that do not need their own. @returns a function that removes it */
export default async function setUp(): Promise<() => Promise<void>> {
  const shop = await startShop();
  process.env.SHOP_URL = shop.url;
  process.env.SHOP_REDIS_URL = shop.redisUrl;
  return () => shop.remove();
}
