-- First step of a merge: closes a guest's cart (a hash) or wishlist (a sorted set), so that nothing is added to it any
-- more, and reads it.
-- KEYS[1] cart:<guest> or wishlist:<guest>  KEYS[2] {KEYS[1]}:moved_to  KEYS[3] {cart:<guest>}:checkout, if a cart
-- ARGV    new owner, expiry in s, counted from the first call
-- Reply   {"other"} when it was handed to another owner before, else {"ok", the claim of a checkout that is under way
--         or "", sku, quantity or time, ...}
local owner = redis.call("GET", KEYS[2])
if owner and owner ~= ARGV[1] then return { "other" } end
if not owner then redis.call("SET", KEYS[2], ARGV[1], "EX", ARGV[2]) end
local sorted = redis.call("TYPE", KEYS[1]).ok == "zset"
local reply = sorted and redis.call("ZRANGE", KEYS[1], 0, -1, "WITHSCORES") or redis.call("HGETALL", KEYS[1])
table.insert(reply, 1, "ok")
table.insert(reply, 2, KEYS[3] and redis.call("GET", KEYS[3]) or "")
return reply
