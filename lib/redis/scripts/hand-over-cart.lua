-- First step of a merge: closes a guest cart, so that nothing is added to it any more, and reads it.
-- KEYS[1] cart:<guest>  KEYS[2] {cart:<guest>}:moved_to
-- ARGV    user id, expiry in s
-- Reply   {"other"} when it was handed to another user before, else {"ok", sku, quantity, ...}
local owner = redis.call("GET", KEYS[2])
if owner and owner ~= ARGV[1] then return { "other" } end
redis.call("SET", KEYS[2], ARGV[1], "EX", ARGV[2])
local reply = redis.call("HGETALL", KEYS[1])
table.insert(reply, 1, "ok")
return reply
