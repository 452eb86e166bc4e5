-- Records a page view in a session that exists. Never recreates a session that has ended. The time is that of Redis: a web
-- server whose clock is wrong ends no session. One that began or was active in the future does so now.
-- KEYS    session: session:<sid>
-- ARGV    page ("" keeps the last one), idleSeconds, absoluteSeconds, views (page views to add)
-- Reply   the values of created_at, last_activity, current_page, page_views, user_id, username, device after the change;
--         empty when there is no such session
local session, page = KEYS[1], ARGV[1]
local idleSeconds, absoluteSeconds, views = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local fields = redis.pcall(
  "HMGET", session, "created_at", "last_activity", "current_page", "page_views", "user_id", "username", "device"
)
if fields.err then return {} end
local createdAt, lastActivity = tonumber(fields[1]), tonumber(fields[2])
if not createdAt or not lastActivity then return {} end
local time = redis.call("TIME")
local now = time[1] + time[2] / 1000000
if createdAt > now then
  createdAt, fields[1] = now, string.format("%.3f", now)
  redis.call("HSET", session, "created_at", fields[1])
end
local secondsLeft = createdAt + absoluteSeconds - now
-- The key's expiry covers both limits, unless one has been lowered since the expiry was set.
if secondsLeft <= 0 or lastActivity + idleSeconds <= now then
  redis.call("DEL", session)
  return {}
end
fields[2] = string.format("%.3f", now)
if page ~= "" then fields[3] = page end
fields[4] = string.format("%d", (tonumber(fields[4]) or 0) + views)
redis.call("HSET", session, "last_activity", fields[2], "current_page", fields[3] or "/", "page_views", fields[4])
-- To the nearest millisecond: seconds with decimals are not exact, and rounded up they would outlive the limit.
redis.call("PEXPIRE", session, math.max(1, math.floor(math.min(idleSeconds, secondsLeft) * 1000 + 0.5)))
return fields
