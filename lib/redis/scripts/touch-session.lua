-- Records a page view in a session that lives. Never revives one that is gone.
-- KEYS[1] session:<sid>
-- ARGV    now (seconds with decimals), page ("" keeps the last one), idle s, absolute s, views to add
-- Reply   the hash as field, value, ...; empty when there is no such session
local hash = redis.pcall("HGETALL", KEYS[1])
if hash.err then return {} end
local place = {}
for i = 1, #hash, 2 do place[hash[i]] = i + 1 end
local created, last = tonumber(hash[place.created_at]), tonumber(hash[place.last_activity])
if not created or not last then return {} end
local now, idle = tonumber(ARGV[1]), tonumber(ARGV[3])
local left = math.floor(created + tonumber(ARGV[4]) - now)
-- The key's own expiry says the same of idleness, unless the limit has been lowered since it was set.
if left < 1 or last + idle <= now then
  redis.call("DEL", KEYS[1])
  return {}
end
local changes = {}
local function change(field, value)
  changes[#changes + 1] = field
  changes[#changes + 1] = value
  local at = place[field] or #hash + 2
  hash[at - 1], hash[at] = field, value
end
change("last_activity", last > now and hash[place.last_activity] or ARGV[1])
if ARGV[2] ~= "" then change("current_page", ARGV[2]) end
if ARGV[5] ~= "0" then
  change("page_views", string.format("%d", (tonumber(hash[place.page_views] or "0") or 0) + ARGV[5]))
end
redis.call("HSET", KEYS[1], unpack(changes))
redis.call("EXPIRE", KEYS[1], math.min(idle, left))
return hash
