-- First step of a merge: closes a guest's cart (a hash) or wishlist (a sorted set), so that it can't be changed any more,
-- and reads it.
-- KEYS    data: cart:<guest> or wishlist:<guest>, movedTo: {<data>}:moved_to, for a cart checkout: {<data>}:checkout
-- ARGV    owner (into whose data it is merged), expirySeconds (of movedTo, from the first call)
-- Reply   {"other"} when it was closed for another owner before, else {"ok", the lock of a checkout that is under way
--         or "", SKU, quantity or time, ...}
local data, movedTo, checkout = KEYS[1], KEYS[2], KEYS[3]
local owner, expirySeconds = ARGV[1], ARGV[2]
local earlier = redis.call("GET", movedTo)
if earlier and earlier ~= owner then return { "other" } end
if not earlier then redis.call("SET", movedTo, owner, "EX", expirySeconds) end
local sorted = redis.call("TYPE", data).ok == "zset"
local reply = sorted and redis.call("ZRANGE", data, 0, -1, "WITHSCORES") or redis.call("HGETALL", data)
table.insert(reply, 1, "ok")
table.insert(reply, 2, checkout and redis.call("GET", checkout) or "")
return reply
