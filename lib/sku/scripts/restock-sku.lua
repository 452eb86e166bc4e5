-- Adds to the stock of a SKU, or subtracts from it. Not idempotent.
-- KEYS[1] sku:<id>
-- ARGV    quantity, negative to subtract
-- Reply   the new stock; "unknown" without such a SKU; "too-few" when the stock would fall below 0
if redis.call("EXISTS", KEYS[1]) == 0 then return "unknown" end
local stock = tonumber(redis.call("HGET", KEYS[1], "stock") or "0") + tonumber(ARGV[1])
if stock < 0 then return "too-few" end
redis.call("HSET", KEYS[1], "stock", stock)
return tostring(stock)
