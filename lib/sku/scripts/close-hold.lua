-- Ends an order's hold on one SKU: it is sold, or goes back into stock. Idempotent. A hold that arrives later, from a
-- process that was slow, is refused for an hour. Of a SKU that was removed, only the hold goes.
-- KEYS[1] sku:<id>  KEYS[2] {sku:<id>}:holds  KEYS[3] {sku:<id>}:closed
-- ARGV    order id, "sold" | "stock", now in s
-- Reply   the stock
local held = redis.call("HGET", KEYS[2], ARGV[1])
if held then
  redis.call("HDEL", KEYS[2], ARGV[1])
  if redis.call("EXISTS", KEYS[1]) == 1 then redis.call("HINCRBY", KEYS[1], ARGV[2], held) end
end
redis.call("ZREMRANGEBYSCORE", KEYS[3], "-inf", tonumber(ARGV[3]) - 3600)
redis.call("ZADD", KEYS[3], ARGV[3], ARGV[1])
redis.call("EXPIRE", KEYS[3], 3600)
return tonumber(redis.call("HGET", KEYS[1], "stock") or "0")
