-- Creates a user, if Redis leads and there is none.
-- KEYS    user: user:<id>, fence
-- ARGV    mode (what the fence must say), fields and values
-- Reply   {"not-leading"} | {} when there is one | {version, created_at}
if redis.call("GET", KEYS[2]) ~= ARGV[1] then return { "not-leading" } end
if redis.call("EXISTS", KEYS[1]) == 1 then return {} end
local time = redis.call("TIME")
local at = string.format("%.3f", time[1] + time[2] / 1000000)
redis.call("HSET", KEYS[1], "version", "1", "created_at", at, unpack(ARGV, 2))
return { "1", at }
