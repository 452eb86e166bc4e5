-- Puts views into the list of what an owner saw, which keeps the newest.
-- KEYS[1] recent:<owner>
-- ARGV    how many are kept, seconds until it runs out (0: never), then time, SKU, time, SKU, ...
local views = {}
for i = 3, #ARGV do views[i - 2] = ARGV[i] end
redis.call("ZADD", KEYS[1], "GT", unpack(views))
redis.call("ZREMRANGEBYRANK", KEYS[1], 0, -1 - ARGV[1])
if ARGV[2] ~= "0" then redis.call("EXPIRE", KEYS[1], ARGV[2]) end
return 1
