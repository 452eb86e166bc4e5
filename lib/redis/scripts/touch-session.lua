-- Records a page view in a session that lives. Never revives one that is gone.
-- KEYS[1] session:<sid>
-- ARGV    now (seconds with decimals), page ("" keeps the last one), idle s, absolute s, views to add
-- Reply   the hash as field, value, ...; empty when there is no such session
local created = redis.call("HGET", KEYS[1], "created_at")
if not created then return {} end
local now, idle, absolute = tonumber(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4])
local left = math.floor(tonumber(created) + absolute - now)
if left < 1 then
  redis.call("DEL", KEYS[1])
  return {}
end
redis.call("HSET", KEYS[1], "last_activity", ARGV[1])
if ARGV[2] ~= "" then redis.call("HSET", KEYS[1], "current_page", ARGV[2]) end
if ARGV[5] ~= "0" then redis.call("HINCRBY", KEYS[1], "page_views", ARGV[5]) end
redis.call("EXPIRE", KEYS[1], math.min(idle, left))
return redis.call("HGETALL", KEYS[1])
