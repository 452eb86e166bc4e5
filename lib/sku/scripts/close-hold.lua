-- Closes an order's hold on one SKU: the quantity is sold, or returns to stock. Idempotent. For an hour a late hold for
-- the same order, from a slow process, is refused. If the SKU was removed, only the hold is deleted. What returns to stock
-- no longer counts towards the purchase limit.
-- KEYS[1] sku:<id>  KEYS[2] {sku:<id>}:holds  KEYS[3] {sku:<id>}:closed  KEYS[4] {sku:<id>}:bought_by
-- ARGV    order id, shopper (ids separated by spaces), "sold" | "stock"
-- Reply   {the stock, 1 if there was a hold else 0}
local held = redis.call("HGET", KEYS[2], ARGV[1])
if held then
  redis.call("HDEL", KEYS[2], ARGV[1])
  if redis.call("EXISTS", KEYS[1]) == 1 then redis.call("HINCRBY", KEYS[1], ARGV[3], held) end
  if ARGV[3] == "stock" then
    for id in string.gmatch(ARGV[2], "%S+") do redis.call("ZREM", KEYS[4], id .. " " .. ARGV[1] .. " " .. held) end
  end
end
local now = redis.call("TIME")[1]
redis.call("ZREMRANGEBYSCORE", KEYS[3], "-inf", now - 3600)
redis.call("ZADD", KEYS[3], now, ARGV[1])
redis.call("EXPIRE", KEYS[3], 3600)
return { tonumber(redis.call("HGET", KEYS[1], "stock") or "0"), held and 1 or 0 }
