-- Adds views to the recently viewed SKUs of an owner and keeps the newest.
-- KEYS    recent: recent:<owner>
-- ARGV    maxEntries, expirySeconds (0: never), then time, SKU, ...
local recent, maxEntries, expirySeconds = KEYS[1], ARGV[1], ARGV[2]
local views = {}
for i = 3, #ARGV do views[i - 2] = ARGV[i] end
redis.call("ZADD", recent, "GT", unpack(views))
redis.call("ZREMRANGEBYRANK", recent, 0, -1 - maxEntries)
if expirySeconds ~= "0" then redis.call("EXPIRE", recent, expirySeconds) end
return 1
