-- Adds to the stock of a SKU, or takes from it what is there. Not idempotent.
-- KEYS[1] sku:<id>
-- ARGV    how many
-- Reply   the stock after it; "unknown"; "too-few" when it would be less than nothing
if redis.call("EXISTS", KEYS[1]) == 0 then return "unknown" end
local stock = tonumber(redis.call("HGET", KEYS[1], "stock") or "0") + tonumber(ARGV[1])
if stock < 0 then return "too-few" end
redis.call("HSET", KEYS[1], "stock", stock)
return tostring(stock)
