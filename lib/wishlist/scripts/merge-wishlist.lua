-- Second step of a merge: adds a guest's entries to a wishlist, once for each guest however often it is called. Above
-- the limit the newest stay; the others are written down, so that the shopper can be told.
-- KEYS[1] wishlist:<owner>  KEYS[2] {wishlist:<owner>}:merged  KEYS[3] {wishlist:<owner>}:left_out
-- ARGV    guest id, most entries, expiry of the memory in s, expiry of what was left out in s,
--         expiry of the list in s (0: none), sku, time in ms, ...
-- Reply   1 when the entries were added, 0 when they had been before
local new = redis.call("SADD", KEYS[2], ARGV[1])
redis.call("EXPIRE", KEYS[2], ARGV[3])
if new == 0 then return 0 end
for i = 6, #ARGV, 2 do
  redis.call("ZADD", KEYS[1], "GT", ARGV[i + 1], ARGV[i])
  redis.call("ZREM", KEYS[3], ARGV[i])
end
local over = redis.call("ZPOPMIN", KEYS[1], math.max(0, redis.call("ZCARD", KEYS[1]) - ARGV[2]))
for i = 1, #over, 2 do redis.call("ZADD", KEYS[3], over[i + 1], over[i]) end
redis.call("EXPIRE", KEYS[3], ARGV[4])
if ARGV[5] ~= "0" then redis.call("EXPIRE", KEYS[1], ARGV[5]) end
return 1
