-- Removes a SKU, its holds and what was counted towards its purchase limit. Pending orders keep their lines and return
-- no stock.
-- KEYS[1] sku:<id>  KEYS[2] {sku:<id>}:left  KEYS[3] {sku:<id>}:bought_by  KEYS[4] {sku:<id>}:holds
-- Reply   1, or 0 when it did not exist
local category = redis.call("HGET", KEYS[1], "category")
if redis.call("DEL", KEYS[1]) == 0 then return 0 end
redis.call("DEL", KEYS[3], KEYS[4])
redis.call("SADD", KEYS[2], category or "")
redis.call("PERSIST", KEYS[2])
return 1
