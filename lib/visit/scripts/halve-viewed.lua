-- Cuts the most viewed to the first ones and halves them, so that what is seen now counts more (Redis in Action, 2.5).
-- Whoever asks, it happens once in each period.
-- KEYS[1] viewed  KEYS[2] {viewed}:halved
-- ARGV    period in s, number kept
-- Reply   1 when it happened, else 0
local now = tonumber(redis.call("TIME")[1])
local last = tonumber(redis.call("GET", KEYS[2]) or "")
if last and now - last < tonumber(ARGV[1]) then return 0 end
redis.call("SET", KEYS[2], now)
if not last then return 0 end
redis.call("ZREMRANGEBYRANK", KEYS[1], 0, -tonumber(ARGV[2]) - 1)
redis.call("ZUNIONSTORE", KEYS[1], 1, KEYS[1], "WEIGHTS", "0.5")
return 1
