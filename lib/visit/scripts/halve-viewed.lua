-- Keeps the most viewed SKUs and halves their views, so that recent views count more (Redis in Action, section 2.5). Runs
-- once in each period, however many processes call it.
-- KEYS    viewed: viewed, halved: {viewed}:halved (time of the last run)
-- ARGV    periodSeconds, maxEntries
-- Reply   1 when the views were halved, else 0
local viewed, halved = KEYS[1], KEYS[2]
local periodSeconds, maxEntries = tonumber(ARGV[1]), tonumber(ARGV[2])
local now = tonumber(redis.call("TIME")[1])
local last = tonumber(redis.call("GET", halved) or "")
-- A run in the future is none: the clock was set back since.
if last and last <= now and now - last < periodSeconds then return 0 end
redis.call("SET", halved, now)
if not last then return 0 end
redis.call("ZREMRANGEBYRANK", viewed, 0, -maxEntries - 1)
redis.call("ZUNIONSTORE", viewed, 1, viewed, "WEIGHTS", "0.5")
return 1
