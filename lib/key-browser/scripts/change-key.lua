-- Changes or deletes a key.
-- KEYS[1] the key
-- ARGV    seen: the type that the caller saw, or ""; act; first and second, "" where it has none:
--         "ttl", seconds or "" for none | "field", field and value in hexadecimal | "delete"
-- Reply   {type, what happened, what was there before}: "done"; "other-type"; of a field "unsupported" by the type,
--         "absent", "no-index", "no-number"; before: ms to live, the value or score, or the length
local key, seen, act = KEYS[1], ARGV[1], ARGV[2]
local kind = redis.call("TYPE", key).ok
if kind == "none" then return { kind, "absent", "" } end
if seen ~= "" and seen ~= kind then return { kind, "other-type", "" } end

if act == "ttl" then
  local before = redis.call("PTTL", key)
  if ARGV[3] == "" then redis.call("PERSIST", key) else redis.call("EXPIRE", key, ARGV[3]) end
  return { kind, "done", tostring(before) }
end

if act == "delete" then
  redis.call("UNLINK", key)
  return { kind, "done", "" }
end

local function fromHex(hex)
  return (string.gsub(hex, "%x%x", function(pair) return string.char(tonumber(pair, 16)) end))
end
local field, value = fromHex(ARGV[3]), fromHex(ARGV[4])
if kind == "hash" then
  local before = redis.call("HGET", key, field)
  redis.call("HSET", key, field, value)
  return { kind, "done", before or "" }
elseif kind == "list" then
  if not string.match(field, "^-?%d+$") then return { kind, "no-index", "" } end
  local before = redis.call("LINDEX", key, field)
  if not before then return { kind, "absent", "" } end
  redis.call("LSET", key, field, value)
  return { kind, "done", before }
elseif kind == "zset" then
  local before = redis.call("ZSCORE", key, field)
  if not before then return { kind, "absent", "" } end
  local reply = redis.pcall("ZADD", key, "XX", value, field)
  if type(reply) == "table" and reply.err then
    if string.find(reply.err, "float", 1, true) then return { kind, "no-number", "" } end
    return reply
  end
  return { kind, "done", before }
end
return { kind, "unsupported", "" }
