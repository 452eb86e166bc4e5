-- Runs a command that reads a key, with a bound for what it replies.
-- KEYS[1] the key
-- ARGV    most elements, most bytes of each, "all" | "ranks" | "" (what has to be bounded here), the words of the command
--         in hexadecimal
-- Reply   {what was left out ("" nothing, "elements" of a longer reply, "bytes" of a value, "too-many"), the reply}
local key, most, size, bound = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local words = {}
for i = 4, #ARGV do
  words[i - 3] = string.gsub(ARGV[i], "%x%x", function(pair) return string.char(tonumber(pair, 16)) end)
end
local left = ""
-- A long text is not read whole.
if words[1] == "GET" and redis.call("TYPE", key).ok == "string" and redis.call("STRLEN", key) > size then
  left, words = "bytes", { "GETRANGE", key, "0", tostring(size - 1) }
end
if bound ~= "" then
  local kind = redis.call("TYPE", key).ok
  local counts = { hash = "HLEN", list = "LLEN", set = "SCARD", zset = "ZCARD" }
  local length = counts[kind] and redis.call(counts[kind], key) or 0
  if bound == "all" and length > most then return { "too-many", tostring(length) } end
  local first, last = tonumber(words[3]), tonumber(words[4])
  if bound == "ranks" and first and last then
    if first < 0 then first = math.max(0, length + first) end
    if last < 0 then last = length + last end
    last = math.min(last, length - 1)
    if last - first + 1 > most then
      left = "elements"
      words[3], words[4] = string.format("%d", first), string.format("%d", first + most - 1)
    end
  end
end
local function cut(reply)
  if type(reply) == "string" and #reply > size then
    left = "bytes"
    return string.sub(reply, 1, size)
  end
  -- Errors and statuses are tables as well.
  if type(reply) == "table" then for i = 1, #reply do reply[i] = cut(reply[i]) end end
  return reply
end
local reply = cut(redis.pcall(unpack(words)))
-- An error in the middle of a reply stays where it is.
return { left, reply }
