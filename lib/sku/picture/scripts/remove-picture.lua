-- Removes a picture that no SKU uses. Whoever asks has looked at the SKUs that noted its use, and names those that do
-- not use it any more; if another has noted its use meanwhile, nothing is removed.
-- KEYS[1] picture:<id>  KEYS[2] {picture:<id>}:skus
-- ARGV    rest: pairs of a SKU that does not use it and the time that it had noted
-- Reply   1; 0 when a SKU uses it
local picture, skus = KEYS[1], KEYS[2]
for i = 1, #ARGV, 2 do
  if redis.call("ZSCORE", skus, ARGV[i]) == ARGV[i + 1] then redis.call("ZREM", skus, ARGV[i]) end
end
if redis.call("ZCARD", skus) > 0 then return 0 end
redis.call("DEL", picture)
return 1
