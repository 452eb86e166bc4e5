-- Returns the quantity of a cancelled order to stock; it no longer counts towards the purchase limit. Idempotent by order id.
-- KEYS[1] sku:<id>  KEYS[2] {sku:<id>}:returned  KEYS[3] {sku:<id>}:bought_by
-- ARGV    order id, shopper, quantity
-- Reply   1, or 0 when nothing was returned
if redis.call("SADD", KEYS[2], ARGV[1]) == 0 then return 0 end
redis.call("ZREM", KEYS[3], ARGV[2] .. " " .. ARGV[1] .. " " .. ARGV[3])
local sold = tonumber(redis.call("HGET", KEYS[1], "sold") or "0")
-- A SKU that was removed since, or removed and created again, never sold it.
if sold < tonumber(ARGV[3]) then return 0 end
redis.call("HINCRBY", KEYS[1], "sold", -ARGV[3])
redis.call("HINCRBY", KEYS[1], "stock", ARGV[3])
return 1
