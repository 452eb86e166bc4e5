-- Saves a SKU in a wishlist or removes it, with the limit and the expiry, in one step. A SKU that is saved already keeps
-- its time.
-- KEYS    wishlist: wishlist:<owner>, movedTo: {wishlist:<owner>}:moved_to, leftOut: {wishlist:<owner>}:left_out
-- ARGV    sku, savedAt (ms since 1970, "" removes the SKU), maxEntries, expirySeconds (0: never)
-- Reply   "moved" | "full" | "ok"
local wishlist, movedTo, leftOut = KEYS[1], KEYS[2], KEYS[3]
local sku, savedAt, maxEntries, expirySeconds = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
if redis.call("EXISTS", movedTo) == 1 then return "moved" end
if savedAt == "" then
  redis.call("ZREM", wishlist, sku)
elseif not redis.call("ZSCORE", wishlist, sku) then
  if redis.call("ZCARD", wishlist) >= maxEntries then return "full" end
  -- Always the newest of the list, even when the clocks of the processes differ.
  local newest = redis.call("ZRANGE", wishlist, 0, 0, "REV", "WITHSCORES")[2]
  redis.call("ZADD", wishlist, math.max(tonumber(savedAt), (tonumber(newest) or 0) + 1), sku)
end
redis.call("ZREM", leftOut, sku)
if expirySeconds ~= "0" then redis.call("EXPIRE", wishlist, expirySeconds) end
return "ok"
