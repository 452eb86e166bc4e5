-- Reads a piece of a large key.
-- KEYS[1] a key of that type
-- ARGV    type, where the piece begins, how much it may hold: bytes of a string, else elements
-- Reply   {where the next piece begins, value}: an index, the cursor of a hash or set, "0" after its last piece, or of a
--         stream the id of the last entry
local key, type, from, count = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
if type == "hash" then return redis.call("HSCAN", key, from, "COUNT", count) end
if type == "set" then return redis.call("SSCAN", key, from, "COUNT", count) end
if type == "stream" then
  local entries = redis.call("XRANGE", key, from, "+", "COUNT", count)
  return { #entries > 0 and entries[#entries][1] or "", entries }
end
local to, value = from + count - 1, nil
if type == "string" then value = redis.call("GETRANGE", key, from, to)
elseif type == "list" then value = redis.call("LRANGE", key, from, to)
else value = redis.call("ZRANGE", key, from, to, "WITHSCORES") end
return { tostring(to + 1), value }
