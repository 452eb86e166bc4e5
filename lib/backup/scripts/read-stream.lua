-- Reads what a stream is besides its entries.
-- KEYS[1] a stream
-- Reply   {XINFO STREAM, {{XINFO of a group, XINFO CONSUMERS, XPENDING}, ...}, now (ms)}
local key, groups = KEYS[1], {}
for _, group in ipairs(redis.call("XINFO", "GROUPS", key)) do
  local name, pending
  for i = 1, #group, 2 do
    if group[i] == "name" then name = group[i + 1] end
    if group[i] == "pending" then pending = group[i + 1] end
  end
  local waiting = pending > 0 and redis.call("XPENDING", key, name, "-", "+", pending) or {}
  groups[#groups + 1] = { group, redis.call("XINFO", "CONSUMERS", key, name), waiting }
end
local time = redis.call("TIME")
return { redis.call("XINFO", "STREAM", key), groups, time[1] * 1000 + math.floor(time[2] / 1000) }
