-- Returns the quantity of a cancelled order to stock. Idempotent by order id.
-- KEYS[1] sku:<id>  KEYS[2] {sku:<id>}:returned
-- ARGV    order id, quantity
-- Reply   1, or 0 when nothing was returned
if redis.call("SADD", KEYS[2], ARGV[1]) == 0 then return 0 end
local sold = tonumber(redis.call("HGET", KEYS[1], "sold") or "0")
-- A SKU that was removed since, or removed and created again, never sold it.
if sold < tonumber(ARGV[2]) then return 0 end
redis.call("HINCRBY", KEYS[1], "sold", -ARGV[2])
redis.call("HINCRBY", KEYS[1], "stock", ARGV[2])
return 1
