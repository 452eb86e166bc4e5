-- Notes that a SKU is about to use a picture, so that the picture is not removed meanwhile.
-- KEYS[1] picture:<id>  KEYS[2] {picture:<id>}:skus
-- ARGV    sku (its id)
-- Reply   1; 0 when there is no such picture
local picture, skus = KEYS[1], KEYS[2]
local sku = ARGV[1]
if redis.call("EXISTS", picture) == 0 then return 0 end
local time = redis.call("TIME")
redis.call("ZADD", skus, string.format("%.3f", time[1] + time[2] / 1000000), sku)
return 1
