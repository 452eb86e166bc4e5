-- Closes an order's hold on a discount code: it becomes a use, or is released. Idempotent. For an hour a late hold for
-- the same order, from a slow process, is refused.
-- KEYS[1] discount:<code>  KEYS[2] {discount:<code>}:holds  KEYS[3] {discount:<code>}:uses  KEYS[4] {discount:<code>}:closed
-- ARGV    order id, "used" | "released"
local shopper = redis.call("HGET", KEYS[2], ARGV[1])
if shopper then
  redis.call("HDEL", KEYS[2], ARGV[1])
  if ARGV[2] == "used" and redis.call("EXISTS", KEYS[1]) == 1 then
    redis.call("HINCRBY", KEYS[1], "used", 1)
    for id in string.gmatch(shopper, "%S+") do redis.call("ZADD", KEYS[3], 0, id .. " " .. ARGV[1]) end
  end
end
local now = redis.call("TIME")[1]
redis.call("ZREMRANGEBYSCORE", KEYS[4], "-inf", now - 3600)
redis.call("ZADD", KEYS[4], now, ARGV[1])
redis.call("EXPIRE", KEYS[4], 3600)
