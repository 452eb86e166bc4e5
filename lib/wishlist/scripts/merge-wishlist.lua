-- Second step of a merge: adds the entries of a guest's wishlist to a wishlist, once for each guest however often it is
-- called. Above the limit the newest stay; the others are recorded in leftOut, so that the shopper can be told.
-- KEYS    wishlist: wishlist:<owner>, merged: {wishlist:<owner>}:merged, leftOut: {wishlist:<owner>}:left_out
-- ARGV    guest, maxEntries, mergedSeconds (expiry of merged), leftOutSeconds (of leftOut),
--         expirySeconds (of the wishlist, 0: never), then SKU, time in ms, ...
-- Reply   1 when the entries were added, 0 when that had been done before
local wishlist, merged, leftOut = KEYS[1], KEYS[2], KEYS[3]
local guest, maxEntries = ARGV[1], tonumber(ARGV[2])
local mergedSeconds, leftOutSeconds, expirySeconds = ARGV[3], ARGV[4], ARGV[5]

local isNew = redis.call("SADD", merged, guest) == 1
redis.call("EXPIRE", merged, mergedSeconds)
if not isNew then return 0 end
for i = 6, #ARGV, 2 do
  local sku, savedAt = ARGV[i], ARGV[i + 1]
  redis.call("ZADD", wishlist, "GT", savedAt, sku)
  redis.call("ZREM", leftOut, sku)
end
local surplus = redis.call("ZPOPMIN", wishlist, math.max(0, redis.call("ZCARD", wishlist) - maxEntries))
for i = 1, #surplus, 2 do redis.call("ZADD", leftOut, surplus[i + 1], surplus[i]) end
redis.call("EXPIRE", leftOut, leftOutSeconds)
if expirySeconds ~= "0" then redis.call("EXPIRE", wishlist, expirySeconds) end
return 1
