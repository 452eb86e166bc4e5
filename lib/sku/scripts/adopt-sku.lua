-- Gives a SKU that others have written the time at which the store found it, unless it says when it was created.
-- KEYS    sku: sku:<id>
-- Reply   1, or 0 when there is no such hash or nothing to do
local sku = KEYS[1]
if redis.call("TYPE", sku).ok ~= "hash" then return 0 end
local time = redis.call("TIME")
return redis.call("HSETNX", sku, "created_at", string.format("%.3f", time[1] + time[2] / 1000000))
