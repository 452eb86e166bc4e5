-- Reads a key whole, unless it is large.
-- KEYS[1] any key
-- ARGV    the most bytes, the most elements
-- Reply   {type, when it expires (ms, or -1), elements, bytes, value}; no value where the key is large, none at all of a
--         type that is not known here; of a stream {entries, XINFO STREAM}, large where it has groups
local key = KEYS[1]
local type = redis.call("TYPE", key).ok
if type == "none" then return { type, -1, 0, 0 } end
local expires = redis.call("PEXPIRETIME", key)
local sizes = { string = "STRLEN", list = "LLEN", set = "SCARD", hash = "HLEN", zset = "ZCARD", stream = "XLEN" }
if not sizes[type] then return { type, expires, 0, 0 } end
local size = redis.call(sizes[type], key)
local bytes = type == "string" and size or redis.pcall("MEMORY", "USAGE", key)
-- A server that does not tell it.
if tonumber(bytes) == nil then bytes = size * 100 end
if bytes > tonumber(ARGV[1]) or type ~= "string" and size > tonumber(ARGV[2]) then return { type, expires, size, bytes } end
local value
if type == "string" then value = redis.call("GET", key)
elseif type == "list" then value = redis.call("LRANGE", key, 0, -1)
elseif type == "set" then value = redis.call("SMEMBERS", key)
elseif type == "hash" then value = redis.call("HGETALL", key)
elseif type == "zset" then value = redis.call("ZRANGE", key, 0, -1, "WITHSCORES")
else
  if #redis.call("XINFO", "GROUPS", key) > 0 then return { type, expires, size, bytes } end
  value = { redis.call("XRANGE", key, "-", "+"), redis.call("XINFO", "STREAM", key) }
end
return { type, expires, size, bytes, value }
