-- Records a page view in a session that lives. Never revives one that is gone.
-- KEYS[1] session:<sid>
-- ARGV    now (seconds with decimals), page ("" keeps the last one), idle s, absolute s, views to add
-- Reply   the values of created_at, last_activity, current_page, page_views, user_id, username, device as they are now;
--         empty when there is no such session
local key, now, idle = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[3])
local session =
  redis.pcall("HMGET", key, "created_at", "last_activity", "current_page", "page_views", "user_id", "username", "device")
if session.err then return {} end
local created, last = tonumber(session[1]), tonumber(session[2])
if not created or not last then return {} end
local left = math.floor(created + ARGV[4] - now)
-- The key's own expiry says the same of idleness, unless the limit has been lowered since it was set.
if left < 1 or last + idle <= now then
  redis.call("DEL", key)
  return {}
end
if last <= now then session[2] = ARGV[1] end
if ARGV[2] ~= "" then session[3] = ARGV[2] end
session[4] = string.format("%d", (tonumber(session[4]) or 0) + ARGV[5])
redis.call("HSET", key, "last_activity", session[2], "current_page", session[3] or "/", "page_views", session[4])
redis.call("EXPIRE", key, math.min(idle, left))
return session
