-- Saves a SKU in a wishlist or takes it out: limit and expiry in one step. What is saved already keeps its time.
-- KEYS[1] wishlist:<owner>  KEYS[2] {wishlist:<owner>}:moved_to  KEYS[3] {wishlist:<owner>}:left_out
-- ARGV    sku, time in ms ("" takes it out), most entries, expiry in s (0: none)
-- Reply   "moved" | "full" | "ok"
if redis.call("EXISTS", KEYS[2]) == 1 then return "moved" end
if ARGV[2] == "" then
  redis.call("ZREM", KEYS[1], ARGV[1])
elseif not redis.call("ZSCORE", KEYS[1], ARGV[1]) then
  if redis.call("ZCARD", KEYS[1]) >= tonumber(ARGV[3]) then return "full" end
  -- The newest of the list, whatever the clocks of the processes say.
  local last = redis.call("ZRANGE", KEYS[1], 0, 0, "REV", "WITHSCORES")[2]
  redis.call("ZADD", KEYS[1], math.max(tonumber(ARGV[2]), (tonumber(last) or 0) + 1), ARGV[1])
end
redis.call("ZREM", KEYS[3], ARGV[1])
if ARGV[4] ~= "0" then redis.call("EXPIRE", KEYS[1], ARGV[4]) end
return "ok"
