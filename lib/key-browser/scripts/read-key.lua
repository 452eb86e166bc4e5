-- Reads a page of a key of any type, and what there is to say of it.
-- KEYS[1] the key
-- ARGV    where the page begins ("" at the beginning), elements, most bytes of a value, the same of a page of a text, 1 to
--         begin at the end
-- Reply   {type, ms to live, bytes of memory, encoding, length, where the next page begins ("" after the last), value,
--         groups of a stream, how many values were cut}; {"none"} when there is no such key. What may not be asked is ""
local key, from, count, most = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local text, backwards = tonumber(ARGV[4]), ARGV[5] == "1"
local function ask(...)
  local reply = redis.pcall(...)
  if type(reply) == "table" and reply.err or reply == false then return "" end
  return reply
end
local kind = redis.call("TYPE", key).ok
if kind == "none" then return { kind } end
local cuts = 0
local function cut(text)
  if #text <= most then return text end
  cuts = cuts + 1
  return string.sub(text, 1, most)
end
local length, value, next, groups = 0, {}, "", {}

local function toHex(name)
  return (string.gsub(name, ".", function(char) return string.format("%02x", string.byte(char)) end))
end
local function fromHex(hex)
  return (string.gsub(hex, "%x%x", function(pair) return string.char(tonumber(pair, 16)) end))
end

-- Elements of a hash or set: a page of HSCAN or SSCAN, in the order of their names. What does not fit is found again by
-- the same cursor, after the last name, which is in hexadecimal.
local function scan(command, step)
  local cursor, last = string.match(from, "^(%d+) ?(%x*)$")
  cursor, last = cursor or "0", fromHex(last or "")
  local page = redis.call(command, key, cursor, "COUNT", count)
  local names, values, first = {}, {}, cursor == "0" and page[1] == "0"
  for i = 1, #page[2], step do
    local name = page[2][i]
    -- Only a table that is read at once is divided by names: another one may be reordered meanwhile.
    if not first or last == "" or (name ~= last and not (name < last)) then
      names[#names + 1] = name
      if step == 2 then values[name] = page[2][i + 1] end
    end
  end
  table.sort(names)
  next = page[1] == "0" and "" or page[1]
  for i, name in ipairs(names) do
    if first and i > count then
      next = "0 " .. toHex(names[count])
      break
    end
    value[#value + 1] = step == 2 and name or cut(name)
    if step == 2 then value[#value + 1] = cut(values[name]) end
  end
end

-- Elements by their index.
local function range(...)
  local first = tonumber(from) or 0
  value = redis.call(...)
  if first + count < length then next = tostring(first + count) end
end

if kind == "hash" then
  length = redis.call("HLEN", key)
  scan("HSCAN", 2)
elseif kind == "set" then
  length = redis.call("SCARD", key)
  scan("SSCAN", 1)
elseif kind == "list" then
  length = redis.call("LLEN", key)
  local first = tonumber(from) or 0
  if backwards then
    range("LRANGE", key, math.max(0, length - first - count), length - first - 1)
    for i = 1, math.floor(#value / 2) do value[i], value[#value + 1 - i] = value[#value + 1 - i], value[i] end
  else
    range("LRANGE", key, first, first + count - 1)
  end
  for i = 1, #value do value[i] = cut(value[i]) end
elseif kind == "zset" then
  length = redis.call("ZCARD", key)
  local first = tonumber(from) or 0
  range(backwards and "ZREVRANGE" or "ZRANGE", key, first, first + count - 1, "WITHSCORES")
  for i = 1, #value, 2 do value[i] = cut(value[i]) end
elseif kind == "stream" then
  length = redis.call("XLEN", key)
  local open = from == "" and (backwards and "+" or "-") or "(" .. from
  local entries = backwards and redis.call("XREVRANGE", key, open, "-", "COUNT", count + 1)
    or redis.call("XRANGE", key, open, "+", "COUNT", count + 1)
  for i = 1, math.min(count, #entries) do
    local fields = entries[i][2]
    for j = 1, #fields do fields[j] = cut(fields[j]) end
    value[i] = entries[i]
  end
  if #entries > count then next = entries[count][1] end
  groups = ask("XINFO", "GROUPS", key)
elseif kind == "string" then
  length = redis.call("STRLEN", key)
  local first = tonumber(from) or 0
  value = redis.call("GETRANGE", key, first, first + text - 1)
  if first + #value < length then next = tostring(first + #value) end
end
return { kind, redis.call("PTTL", key), ask("MEMORY", "USAGE", key), ask("OBJECT", "ENCODING", key), length, next, value,
  groups == "" and {} or groups, cuts }
