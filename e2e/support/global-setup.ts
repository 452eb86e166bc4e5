import { startShop } from "#test/shop.ts";

/** One shop for all specs that do not need one of their own. @returns its end */
export default async function setUp(): Promise<() => Promise<void>> {
  const shop = await startShop();
  process.env.SHOP_URL = shop.url;
  process.env.SHOP_REDIS_URL = shop.redisUrl;
  return () => shop.remove();
}
