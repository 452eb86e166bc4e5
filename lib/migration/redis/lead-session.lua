-- Creates, touches or ends a session, if Redis leads. The version is above all that the session has had. The time is that of
-- Redis.
-- KEYS    session: session:<sid>, gone: its tombstone, fence: says whether Redis leads, and whether SQL follows
-- ARGV    mode ("both" | "only": what the fence must say), verb ("create" | "touch" | "end"), userId, username, page,
--         idleSeconds, absoluteSeconds, tombstoneMs
-- Reply   {"not-leading"} | {} when there is nothing to change | {version, deleted (1 or 0), user_id, username, created_at,
--         last_activity, current_page, page_views}
local session, gone, fence = KEYS[1], KEYS[2], KEYS[3]
local mode, verb, userId, username, page = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local idle, absolute, tombstoneMs = tonumber(ARGV[6]), tonumber(ARGV[7]), ARGV[8]

if redis.call("GET", fence) ~= mode then return { "not-leading" } end
local time = redis.call("TIME")
local now = time[1] + time[2] / 1000000
local fields = redis.call(
  "HMGET", session, "version", "user_id", "username", "created_at", "last_activity", "current_page", "page_views"
)
local createdAt, lastActivity = tonumber(fields[4]), tonumber(fields[5])
local lives = createdAt and lastActivity and now < math.min(createdAt + absolute, lastActivity + idle)
local version = math.max(tonumber(fields[1]) or 0, tonumber(redis.call("GET", gone)) or 0)
if verb == "create" and version > 0 or verb ~= "create" and not lives then return {} end

version = string.format("%d", version + 1)
if verb == "end" then
  redis.call("DEL", session)
  redis.call("SET", gone, version, "PX", tombstoneMs)
  return { version, 1, fields[2] or "", fields[3] or "", fields[4], fields[5], fields[6] or "/", fields[7] or "0" }
end
local at = string.format("%.3f", now)
if verb == "create" then
  fields = { version, userId, username, at, at, "/", "0" }
  if userId ~= "" then redis.call("HSET", session, "user_id", userId, "username", username) end
else
  fields = { version, fields[2], fields[3], fields[4], at, page, string.format("%d", (tonumber(fields[7]) or 0) + 1) }
end
redis.call(
  "HSET", session, "version", version, "created_at", fields[4], "last_activity", at, "current_page", fields[6],
  "page_views", fields[7]
)
redis.call("PEXPIRE", session, math.max(1, math.floor(math.min(idle, fields[4] + absolute - now) * 1000 + 0.5)))
return { version, 0, fields[2] or "", fields[3] or "", fields[4], at, fields[6], fields[7] }
