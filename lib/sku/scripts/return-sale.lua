-- Returns the quantity of a cancelled order to stock; it no longer counts towards the purchase limit. Idempotent by order
-- id.
-- A SKU that was removed and created again since the order was placed never sold it, and gets nothing.
-- Does nothing before the hold of the order is closed: it was, but on a server that has failed since. Whoever finishes the
-- order closes it once more, and asks again.
-- KEYS[1] sku:<id>  KEYS[2] {sku:<id>}:returned  KEYS[3] {sku:<id>}:bought_by  KEYS[4] {sku:<id>}:closed
-- ARGV    order id, shopper (ids separated by spaces), quantity, placedAt (seconds since 1970, with decimals)
-- Reply   1, or 0 when nothing was returned
if not redis.call("ZSCORE", KEYS[4], ARGV[1]) then return 0 end
if redis.call("SADD", KEYS[2], ARGV[1]) == 0 then return 0 end
for id in string.gmatch(ARGV[2], "%S+") do redis.call("ZREM", KEYS[3], id .. " " .. ARGV[1] .. " " .. ARGV[3]) end
local fields = redis.call("HMGET", KEYS[1], "sold", "created_at")
local sold, createdAt = tonumber(fields[1] or "") or 0, tonumber(fields[2] or "") or 0
if createdAt > tonumber(ARGV[4]) or sold < tonumber(ARGV[3]) then return 0 end
redis.call("HINCRBY", KEYS[1], "sold", -ARGV[3])
redis.call("HINCRBY", KEYS[1], "stock", ARGV[3])
return 1
