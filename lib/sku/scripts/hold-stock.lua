-- Holds stock of one SKU for an order. Idempotent by order id.
-- KEYS[1] sku:<id>  KEYS[2] {sku:<id>}:holds  KEYS[3] {sku:<id>}:closed
-- ARGV    order id, quantity
-- Reply   {"held"} | {"closed"} when the order has been decided | {"short", stock, orders that hold some}
local order, quantity = ARGV[1], tonumber(ARGV[2])
if redis.call("HEXISTS", KEYS[2], order) == 1 then return { "held" } end
if redis.call("ZSCORE", KEYS[3], order) then return { "closed" } end
local stock = tonumber(redis.call("HGET", KEYS[1], "stock") or "0")
if stock < quantity then return { "short", stock, redis.call("HLEN", KEYS[2]) } end
redis.call("HINCRBY", KEYS[1], "stock", -quantity)
redis.call("HSET", KEYS[2], order, quantity)
return { "held" }
